/** The one global of the widget, or its stub until the script has arrived: a call by its name. */
declare function asklet(call: string, ...args: unknown[]): void;
