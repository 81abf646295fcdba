import { stringField } from './field.ts';
import type { PolicyPlan } from './limits.ts';
import { resolveInCage } from './paths.ts';
import type { Place } from './place.ts';
import type { ToolCall } from './verdict.ts';

/** The fields in which tools take the path of one file or folder. */
const FIELDS = ['file_path', 'path'] as const;
type Where = Pick<PolicyPlan, 'workingDir'>;

/** A path that a call names: as it is written, folded to an absolute one, and what it is on disk where that was looked up. */
export type CallPath = { given: string; resolved: string; place: Place | undefined };

/** The paths that a call names, whatever its tool. */
export function pathsOf(call: ToolCall, { workingDir }: Where): CallPath[] {
  return FIELDS.flatMap((field) => {
    const given = stringField(call.input, field);
    if (given === undefined) return [];
    return [{ given, resolved: resolveInCage(given, workingDir), place: call.places?.[field] }];
  });
}

/** Each of these paths as it reads and, where it leads elsewhere, as it is. */
export function spellingsOf(paths: readonly CallPath[]): string[] {
  return paths.flatMap(({ resolved, place }) =>
    place !== undefined && 'path' in place && place.path !== resolved ? [resolved, place.path] : [resolved],
  );
}

/** The call with what its paths are on disk, as `find` tells of an absolute path of the cage. */
export function withPlaces(call: ToolCall, { workingDir }: Where, find: (path: string) => Place): ToolCall {
  const places: Record<string, Place> = {};
  for (const field of FIELDS) {
    const given = stringField(call.input, field);
    if (given !== undefined) places[field] = find(resolveInCage(given, workingDir));
  }
  return Object.keys(places).length === 0 ? call : { ...call, places };
}
