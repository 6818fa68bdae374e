/**
 * JSON, whatever `toJSON` the page gives its lists: Prototype.js 1.6 writes them as texts. A replacer sees the value
 * behind it (https://tc39.es/ecma262/#sec-serializejsonproperty).
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key) {
    return this[key];
  });
}
