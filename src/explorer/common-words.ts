/** Words that a question may have beside the names: they change nothing, or its form was read from them before. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `a an the this that these those it its is are was were be been do does did has have had can could may might will
  would should i we you one my there here in on at of by for to from with without within into through under and or
  as after before when where which what who whose how why if any all some every still yet ever also only just really
  actually kernel linux release version function functions register registers field fields struct code handler
  handlers program programs arch arches architecture architectures box boxes mechanism mechanisms probe probes slot
  valid real ok okay good right true correct reliable trustworthy trusted trust believe believed saved captured
  capture stored written write writes set filled fill fills known usable whole complete computed exact wrong bad
  ugly garbage fake invalid unset missing lost empty leftover unwritten broken made up never not no sparse save
  saves keep keeps lose loses read reads reading reader readers use uses used using look looks asked ask asks see
  sees get gets give given gives pass passes passed hand hands support supports supported available exist exists
  existed exists come came appear appeared added introduced new old work works need needs build builds built based
  stand stands run runs carry carries reach reaches provide provides contain contains hold holds than instead same
  between about tell me show us please happen happens mean means say says much many since ago
  over change changes changed different renamed renames rename called name named since until
  big large size bytes inside structs reg regs make makes made creates
  safe lack lacks lacking missing args argument entry return value call called caller`.split(/\s+/),
)
