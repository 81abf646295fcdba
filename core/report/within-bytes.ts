import type { RecordView } from './page-data.ts';

/** A record of which at most `most` bytes go into a page; where it is cut, it says so. */
export function withinBytes(record: RecordView, most: number): RecordView {
  let taken = 0;
  const end = record.lines.findIndex((line) => (taken += bytesInPage(line)) > most);
  if (end < 0) return record;
  const because =
    'the record is longer than the page of an artifact may be; it holds up to here, and `dispatch report` shows all of it';
  return { ...record, lines: record.lines.slice(0, end), objection: { line: end + 1, because } };
}

/** What a text takes as JSON in a page: UTF-8, with quotes, backslashes and what could end an element escaped. */
function bytesInPage(text: string): number {
  let bytes = 4;
  for (let at = 0; at < text.length; at += 1) bytes += bytesOfUnit(text.charCodeAt(at));
  return bytes;
}

function bytesOfUnit(unit: number): number {
  if (unit === 0x3c || unit === 0x3e || unit === 0x26 || unit < 0x20) return 6;
  if (unit === 0x22 || unit === 0x5c) return 2;
  if (unit < 0x80) return 1;
  return unit < 0x800 ? 2 : 3;
}
