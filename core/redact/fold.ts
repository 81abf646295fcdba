/** Letters of other scripts that pass for Latin ones, after NFKD. Pairs: look-alike, Latin. */
const LOOK_ALIKES =
  'аaеeоoрpсcхxуyіiјjѕsԁdԛqԝwһhԍgӏlьbкkмmнhтtвbгrпnАAВBЕEКKМMНHОOРPСCТTХXУYЅSІIЈJԌGԚQԜW' +
  'αaβbεeιiκkνvοoρpτtυuχxγyηnωwΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX' +
  'ıiȷjɑaɡgꞬGłlŁLøoØOđdĐDħhĦHʟLɪIʀRⅼlꓲIꓡLꓳOꓮAꓰEꓚCꓢSօoսuհhոnԼL᧐oఠoοo‐-‑-‒-–-—-−-﹘-＿_⁄/∕/٫,';

const latin = new Map<string, string>();
const points = Array.from(LOOK_ALIKES);
for (let index = 0; index + 1 < points.length; index += 2) {
  latin.set(points[index] as string, points[index + 1] as string);
}

const DROPPED = /\p{M}|\p{Cf}|\p{Default_Ignorable_Code_Point}/gu;
const PLAIN = /^\p{ASCII}*$/u;
const NOT_ASCII = /\P{ASCII}/gu;

/** The text as it looks: compatibility forms, accents, hidden characters and look-alikes undone. */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .toWellFormed()
    .normalize('NFKD')
    .replace(DROPPED, '')
    .replace(NOT_ASCII, (character) => latin.get(character) ?? character);
}

const NOT_ALPHANUMERIC = /[^a-z0-9]+/g;

/** Only the letters and digits of a text, in lower case: what is left when separators are no cover. */
export function skeleton(folded: string): string {
  return folded.toLowerCase().replace(NOT_ALPHANUMERIC, '');
}

/** The text's UTF-8 bytes, one character per byte: how a decoded base64 or hex run shows it. */
export function utf8Binary(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
