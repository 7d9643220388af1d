/** MedCom's published test persons (dk-core, CC0); the tests use no other number. */
export { people } from '../../src/commands/demo/people.ts';
