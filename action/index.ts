import { step } from './step.ts';

process.exit(await step());
