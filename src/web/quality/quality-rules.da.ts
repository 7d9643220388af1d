/** What a rule means and what to mend, in Danish; of others the rule's own sentence is shown. */
import type { RuleId } from '../../fhir/rule.ts';

export interface RuleAdvice {
  readonly says: string;
  readonly mend: string;
}

export const ruleAdviceDa: Partial<Readonly<Record<RuleId, RuleAdvice>>> = {
  // tid
  'time-window-without-length': {
    says: 'Et tidsrum uden længde: borgeren får at vide, hvornår besøget begynder, men ikke hvor længe det varer.',
    mend: 'Send besøgets længde i `minutesDuration`, når start og slut er et tidsrum.',
  },
  'time-window-repeated': {
    says: 'Besøgets længde er sat til hele tidsrummet og vises derfor ikke.',
    mend: 'Send, hvor længe besøget varer, i `minutesDuration`, eller lad det være tomt.',
  },
  'time-window-long': {
    says: 'Et vejledende tidsrum på et døgn eller mere.',
    mend: 'Udelad `guided-interval` for ophold og indlæggelser.',
  },
  'time-length-differs': {
    says: 'Længden passer ikke med start og slut.',
    mend: 'Ret den, der er forkert, eller mærk tiden som vejledende med `guided-interval`.',
  },
  'time-end-unknown': {
    says: 'Sluttidspunktet er ukendt, så borgeren ser kun, hvornår aftalen begynder.',
    mend: 'Send `end`, når det kendes.',
  },
  'time-guided-without-end': {
    says: 'Tiden er vejledende, men har ingen slut, så der er intet tidsrum at vise.',
    mend: 'Send `end` som det seneste tidspunkt, besøget begynder.',
  },
  'time-no-length': {
    says: 'Start og slut er det samme tidspunkt.',
    mend: 'Send sluttidspunktet, eller `_end` med `unknown`, når det ikke kendes.',
  },
  'time-day': {
    says: 'Start ved midnat uden egentlig slut vises som "i løbet af dagen".',
    mend: 'Er det meningen, er der intet at rette. Ellers send det rigtige tidspunkt.',
  },
  'time-placeholder': {
    says: 'Start kl. 23.59 uden slut ligner en pladsholder.',
    mend: 'Send kl. 00.00, når dagen er kendt, men tidspunktet ikke er.',
  },
  'time-end-before-start': { says: 'Aftalen slutter, før den begynder.', mend: 'Ret start eller slut.' },
  'time-range': { says: 'Et tidspunkt ligger uden for årene 1900 til 2199.', mend: 'Send det rigtige årstal.' },
  'app-2': { says: 'Enten start eller slut mangler.', mend: 'Send begge, eller `_end` med `unknown`.' },
  'app-3': { says: 'En booket aftale mangler start eller slut.', mend: 'Send begge; en ukendt slut er `_end` med `unknown`.' },
  'value-missing': { says: 'Status eller start har ingen værdi.', mend: 'Send værdien selv.' },

  // sted
  'place-missing': {
    says: 'Mødestedet mangler: borgeren kan ikke se, hvor aftalen er.',
    mend: 'Send et sted med navn, adresse eller SOR-kode; ved hjemmebesøg `address.use` = `home`.',
  },
  'place-of-performer': {
    says: 'Mødestedet er enhedens eget kontor og vises som usikkert.',
    mend: 'Send stedet, hvor besøget er; ved hjemmebesøg `address.use` = `home`.',
  },
  'place-home-at-office': {
    says: 'Stedet er mærket som borgerens hjem, men er enhedens eget.',
    mend: 'Send enten hjemmet eller enheden, ikke det ene mærket som det andet.',
  },
  'place-several': { says: 'Aftalen har flere mødesteder.', mend: 'Send det ene, hvor borgeren skal være.' },
  'place-by-words': {
    says: 'Hjem, telefon eller video er kun sagt med ord og derfor gættet.',
    mend: 'Sig det med kode: `Location.type` PTRES, `phone` eller `video`.',
  },
  'place-without-address': { says: 'Mødestedet har ingen adresse.', mend: 'Send adressen i `Location.address`.' },
  'place-ydernummer': { says: 'Stedet har ydernummer, men ingen SOR-kode.', mend: 'Send SOR-koden.' },

  // hvem
  'citizen-missing': { says: 'Borgeren mangler.', mend: 'Send én deltager med CPR- eller erstatnings-CPR-nummer.' },
  'citizen-number': { says: 'Borgerens nummer er ikke et nummer.', mend: 'Send ti cifre uden bindestreg; de første seks er en dato.' },
  'citizen-several': { says: 'Flere deltagere har et CPR-nummer.', mend: 'Navngiv pårørende og medarbejdere med `display`.' },
  'citizen-changed': { says: 'En opdatering ville flytte aftalen til en anden borger.', mend: 'Send den med sin egen identifier.' },
  'performer-missing': {
    says: 'Det fremgår ikke, hvem der kommer.',
    mend: 'Send en deltager af typen PPRF med enhedens navn og SOR-kode.',
  },
  'actor-organization': { says: 'En organisation er sat som deltager.', mend: 'Brug en `HealthcareService` i `contained`.' },
  'reference-target': {
    says: 'En henvisning peger på en type, som elementet ikke må have.',
    mend: 'Læg `HealthcareService` og `Location` i `contained`.',
  },

  // sektor
  'sector-absent': { says: 'Sektoren mangler og udfyldes fra kilden.', mend: 'Send den i `serviceCategory`.' },
  'sector-other': { says: 'Sektoren er en anden end kildens.', mend: 'Send kildens egen sektor.' },
  'sector-several': { says: 'Aftalen har flere sektorer.', mend: 'Send én.' },
  'practice-replaced': {
    says: 'Indholdet fra en praksis er erstattet af en fast tekst, før noget blev gemt.',
    mend: 'Der er intet at rette; årsag og noter kan udelades.',
  },

  // identitet
  'identity-missing': { says: 'Aftalen har ingen gældende identifier.', mend: 'Send mindst én med anden `use` end `old` og `secondary`.' },
  'identity-parts': { says: 'En identifier mangler system eller værdi.', mend: 'Send begge.' },
  'identity-length': { says: 'En identifier er for lang.', mend: 'Hold system og værdi under 2.000 tegn tilsammen.' },
  'identity-several': { says: 'Identifierne hører til flere aftaler.', mend: 'Send hver aftale med sine egne.' },
  'identity-known': { says: 'En ny aftale har samme identifier som en, der findes.', mend: 'Opdatér med `PUT Appointment?identifier=…`.' },
  'identity-condition': { says: 'Adressen nævner en anden identifier end indholdet.', mend: 'Brug den samme begge steder.' },
  'source-updated-late': {
    says: 'En ældre besked kom efter en nyere og ændrede intet.',
    mend: 'Send beskeder i rækkefølge; ellers er der intet at rette.',
  },

  // serier
  'exception-origin': { says: 'En afvigelse siger ikke, hvilken serie den hører til.', mend: 'Nævn serien med identifier, én gang.' },
  'exception-occurrence': {
    says: 'En afvigelse siger ikke, hvilken forekomst den er af.',
    mend: 'Send `original-start` eller `recurrenceId`.',
  },
  'exception-without-series': { says: 'En afvigelses serie findes ikke, så den vises ikke.', mend: 'Send serien.' },
  'exception-without-occurrence': {
    says: 'Serien har ingen forekomst, hvor afvigelsen siger.',
    mend: 'Send afvigelsen med den `original-start`, som serien har nu.',
  },
  'exception-superseded': { says: 'To afvigelser gælder samme forekomst; den nyeste vises.', mend: 'Opdatér den samme afvigelse.' },
  'exception-of-excluded': { says: 'Serien udelader en forekomst, som har en afvigelse.', mend: 'Ret serien, eller slet afvigelsen.' },
  'series-exception-orphaned': {
    says: 'En ændret serie har ikke længere de forekomster, dens afvigelser hører til.',
    mend: 'Send afvigelserne igen, eller slet dem.',
  },
  'recurrence-empty': { says: 'Serien har ingen forekomster.', mend: 'Ret reglen eller undtagelserne.' },
  'recurrence-start-off-rule': { says: 'Seriens start er ikke selv en forekomst.', mend: 'Send den første forekomst som `start`.' },
  'recurrence-zone-assumed': { says: 'Serien siger ikke sin tidszone; dansk tid er antaget.', mend: 'Send `Europe/Copenhagen`.' },
  'recurrence-forms': { says: 'Serien er beskrevet to gange.', mend: 'Send enten `recurrenceTemplate` eller `rrule`.' },
  'rrule-sub-daily': { says: 'Serien gentages oftere end dagligt.', mend: 'Brug `FREQ=DAILY` eller sjældnere, med flere tidspunkter.' },
  'rrule-count-until': { says: 'Serien slutter både ved antal og ved dato.', mend: 'Brug enten COUNT eller UNTIL.' },
  'rrule-part': { says: 'En del af reglen er ukendt eller har en forkert værdi.', mend: 'Brug delene i RFC 5545, hver højst én gang.' },
  'rrule-date': { says: 'En dato i reglen findes ikke.', mend: 'Brug datoer og tider, der findes.' },
  'recurrence-dense-day': { says: 'Serien har for mange forekomster på en dag.', mend: 'Højst 16 om dagen.' },
  'recurrence-dense-window': { says: 'Serien har for mange forekomster på 30 dage.', mend: 'Højst 1.000.' },

  // form
  'base-structure': { says: 'Indholdet er ikke en Appointment, som FHIR R4 beskriver den.', mend: 'Ret de elementer, som svaret nævner.' },
  'base-json': { says: 'Indholdet er ikke gyldig JSON.', mend: 'Udelad tomme værdier; `null` er ikke en værdi.' },
  'base-binding': { says: 'En kode er ikke en af dem, elementet må have.', mend: 'Brug en kode fra elementets værdisæt.' },
  'profile-cardinality': { says: 'Et element mangler eller er der for mange gange.', mend: 'Se profilen SharedAppointment.' },
  'extension-content': { says: 'En udvidelse har forkert indhold.', mend: 'Se udvidelsens definition.' },
  'modifier-extension': { says: 'Indholdet har en `modifierExtension`.', mend: 'Udelad den; ingen kendes her.' },
  'reference-held': { says: 'En transaktion henviser til noget, der ikke findes.', mend: 'Henvis til en indgang i samme transaktion.' },

  // APD-DK
  'apd-start': { says: 'Et APD-dokument mangler start.', mend: 'Send `effectiveTime/low`.' },
  'apd-time-offset': { says: 'En tid i et APD-dokument har ingen tidsforskydning.', mend: 'Send den, fx +0100.' },
  'apd-time-season': { says: 'En tids forskydning passer ikke med dansk sommer- eller vintertid.', mend: 'Brug den, der gælder på dagen.' },
  'apd-category': { says: 'Dokumentets kategori er ukendt; kildens sektor bruges.', mend: 'Send en kode for aftalens kategori.' },
  'apd-place': { says: 'Et APD-dokument har ikke netop ét sted.', mend: 'Send ét: LOC, SBJ eller DST.' },
  'apd-place-id': { says: 'Et sted i et APD-dokument har ingen SOR-kode.', mend: 'Send den.' },
  'apd-place-home': {
    says: 'Enhedens egen adresse er mærket som borgerens hjem.',
    mend: 'Send borgerens hjem eller stedet uden det mærke.',
  },
  'apd-performer': { says: 'Det fremgår ikke af et APD-dokument, hvem der udfører.', mend: 'Send `performer`.' },
};
