// Slidev's clicks of a slide that is shown beside the one on show; tsconfig.json maps them here, for the reason given in
// slidev-client.d.ts.
import type { ClicksContext, SlideRoute } from '@slidev/client'

export declare function createFixedClicks(route: SlideRoute, current: () => number): ClicksContext
