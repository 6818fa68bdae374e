// Entry of the part `rules`: triggers beyond clicks and calls, and rules about whom to ask. Few surveys need either.
export { isOn } from '../server/contract/urls.ts';
export { audience, surroundings } from './targeting/more.ts';
export { isCalled } from './triggers/called.ts';
export { attach } from './triggers/more.ts';
