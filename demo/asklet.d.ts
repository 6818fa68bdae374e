/** The one global of the widget, or its stub until the script has arrived. */
declare function asklet(
  call: 'track',
  touchpoint: string,
  properties?: Record<string, string | number | boolean>,
): void;
