// The part of Tabulator that draws our grids: rows as they scroll into sight, fixed columns. Keys, typing and selecting are our own.
import { FormatModule, FrozenColumnsModule, ResizeColumnsModule, Tabulator } from "tabulator-tables";

Tabulator.registerModule([FormatModule, FrozenColumnsModule, ResizeColumnsModule]);
export { Tabulator };
