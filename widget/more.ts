// Entry of the part `more`: what a plain rating and its reason do not need. All other questions and shapes, branches,
// pipes, and going on with what was begun.
export { readProgress } from './prompt/resume.ts';
export * from './questions/more.ts';
