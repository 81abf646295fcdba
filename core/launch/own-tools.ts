import {
  fleetTool,
  fleetToolOf,
  fleetTools,
  fleetToolSchema,
  fleetToolsOf,
  type FleetPlace,
} from '../fleet/tools.ts';
import type { ServedTool } from '../output/output-server.ts';
import { kindOfTool, outputTools, type PlannedOutput } from '../output/planned.ts';

/** What of a plan says which tools of ours an agent has. */
export type OwnToolPlan = FleetPlace & { outputs?: readonly PlannedOutput[] };

/** The names of the tools that we serve to an agent over its own pipe: its outputs, and what concerns other agents. */
export function ownTools(plan: OwnToolPlan): string[] {
  return [...outputTools(plan.outputs), ...fleetToolsOf(plan).map(fleetTool)];
}

/** Whether a tool is one that we serve to some agents. */
export function isServedTool(tool: string): boolean {
  return kindOfTool(tool) !== null || fleetToolOf(tool) !== null;
}

/** Those of them that are no outputs, as the agent is told of them. */
export function servedFleetTools(plan: OwnToolPlan): ServedTool[] {
  return fleetToolsOf(plan).map((name) => ({
    name,
    description: fleetTools[name].says,
    inputSchema: fleetToolSchema(name),
  }));
}
