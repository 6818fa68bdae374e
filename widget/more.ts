// Entry of the part `more`: what a plain rating and its reason do not need. All other questions and shapes, branches,
// pipes.
export * from './questions/more.ts';
