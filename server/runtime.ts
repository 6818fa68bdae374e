// Imports nothing, so that it can be asked before a module is loaded that an old Node does not have.

/** One sentence when this Node cannot run the collector; undefined when it can. */
export function unsupportedRuntime(version: string = process.versions.node): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) {
    // A build without SQLite is possible (--without-sqlite).
    if (process.getBuiltinModule('node:sqlite')) return undefined;
    return `This Node ${version} was built without SQLite, where Asklet keeps the answers; use one from nodejs.org.`;
  }
  return `Asklet needs Node 22.18 or later, and this is ${version}.`;
}

/** Exit codes as sysexits.h has them. */
export const EXIT = { usage: 64, config: 78 } as const;
