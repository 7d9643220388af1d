/** What a calendar file says of a visit, in the reader's language. */
import type { CalendarWords } from './icalendar.ts';
import type { Texts } from './texts.da.ts';

export const calendarWords = ({ visit: t, layout, appointments }: Texts): CalendarWords => ({
  name: `${layout.product}: ${appointments.title}`,
  summary: (visit) => {
    const what = visit.what ?? t.unnamed;
    const named = visit.cancelled ? `${t.cancelled}: ${what}` : what;
    const { clock } = t.when(visit);
    // A calendar draws a window as if it were the visit: its title says that it is not.
    return visit.time.kind === 'window' ? `${named} (${clock})` : named;
  },
  when: t.whenText,
  place: ({ place }) => (place === undefined ? '' : t.place(place)),
  contact: ({ performer, phone }) =>
    phone === undefined
      ? performer === undefined
        ? ''
        : `${t.by} ${performer}`
      : `${t.contact} ${performer ?? t.contactUnnamed}: ${phone}`,
});
