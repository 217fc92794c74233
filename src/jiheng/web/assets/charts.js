// The part of ECharts that our pages draw with; bundled at set-up, so that a page stays light. Canvas, since the page forbids inline style.
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, AriaComponent, GridComponent, MarkLineComponent, TooltipComponent, LabelLayout, CanvasRenderer]);
export { init };
