// What we use of @slidev/client. The package ships its own TypeScript sources, which do not stand our compiler flags;
// tsconfig.json maps the package to this file.
import type { Component, ComputedRef, Ref } from 'vue'

type ClicksInfo = { readonly currentOffset: Ref<number> }

export type ClicksContext = {
  current: number
  readonly isMounted: boolean
  readonly total: number
  calculateSince: (at: number | string, size: number) => ClicksInfo | null
  register: (id: string, info: ClicksInfo | null) => void
  unregister: (id: string) => void
}

type SlideContext = {
  $page: Ref<number>
  $clicksContext: ClicksContext
  $frontmatter: { readonly lang?: string }
  $renderContext: Ref<'none' | 'slide' | 'overview' | 'presenter' | 'previewNext'>
}

export type SlideRoute = {
  readonly no: number
  readonly component: Component
  readonly load: () => Promise<unknown>
  readonly meta: {
    /** Set where the slide is to be mounted, though not yet shown. */
    __preloaded: boolean
    readonly slide: {
      readonly title?: string
      noteHTML?: string
      /** Where the notes are a module of their own, as in a build. */
      readonly loadNotes?: () => Promise<{ readonly default: string }>
      images?: readonly string[]
      readonly frontmatter: {
        clicks?: number
        preload?: boolean
        routeAlias?: string
        readonly layout?: string
        readonly scene?: string
        readonly budget?: number
      }
    }
  }
}

type Route = {
  readonly fullPath: string
  readonly path: string
  readonly query: Readonly<Record<string, unknown>>
  readonly params: { readonly no?: unknown }
}

type Router = {
  readonly currentRoute: Ref<Route>
  readonly resolve: (to: { path: string; query: Record<string, unknown> }) => Route
  readonly replace: (to: Route) => Promise<unknown>
  readonly push: (to: Route) => Promise<unknown>
  readonly getRoutes: () => readonly {
    readonly name?: unknown
    readonly components: { readonly default: object | (() => Promise<unknown>) }
  }[]
  readonly beforeResolve: (guard: (to: Route) => Promise<Route | undefined>) => void
  readonly afterEach: (guard: (to: Route, from: unknown, failure?: unknown) => void) => void
}

export declare function useSlideContext(): SlideContext
export declare function useNav(): {
  router: Router
  slides: Ref<readonly SlideRoute[]>
  isPrintMode: ComputedRef<boolean>
  isPresenter: ComputedRef<boolean>
  isPlaying: ComputedRef<boolean>
  hasPrimarySlide: ComputedRef<boolean>
  currentSlideNo: ComputedRef<number>
  currentSlideRoute: ComputedRef<SlideRoute>
  /** Clicks spent on the slide on show. */
  clicks: ComputedRef<number>
  total: ComputedRef<number>
  /** The clicks of a slide as the audience sees it. */
  getPrimaryClicks: (route: SlideRoute) => ClicksContext
}
export declare function onSlideEnter(enter: (to: number, from: number | undefined) => void): void
export declare function onSlideLeave(enter: (to: number, from: number | undefined) => void): void
/** Locks Slidev's own keys until what it returns is called. */
export declare function lockShortcuts(): () => void
export declare function disableBuiltinSync(): void
/** Where the talk is, for Slidev's /notes page and for addons. */
export declare const sharedState: {
  page: number
  clicks: number
  clicksTotal: number
  lastUpdate?: { readonly id: string; readonly type: 'presenter' | 'viewer'; readonly time: number }
}
export declare const slidesTitle: string
