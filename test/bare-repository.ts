export { commitInto, makeBare, type Change } from '../lab/github/bare-repository.ts';
