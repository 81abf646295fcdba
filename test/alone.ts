/**
 * The test files that share no modules with others: what writes to the page of a step (GitHub's library looks for its
 * file once and for all), and what takes a module's place.
 */
export const ALONE = [
  'test/action/{classes,hand-over-change,hand-over-files,outputs,publish-ablation,report,withheld}.test.ts',
  'test/app/{approval,cache,call,continue,deployment,files,from,patch,posting,trigger}-ablation.test.ts',
  'test/app/{late-run,team}-story.test.ts',
  'test/app/attacks/{handing-back,midway,strangers}.test.ts',
  'test/edge/forged-outbound.test.ts',
];
