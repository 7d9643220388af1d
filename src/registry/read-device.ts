/** Device → what a sender's entry holds of its system. */
import type { Device } from '@medplum/fhirtypes';
import { holdsCpr } from '../cpr/cpr.ts';
import { error, Fault, type Issue } from '../fhir/fault.ts';
import { refuseModifierExtensions } from '../fhir/modifier-extension.ts';
import { validate } from '../fhir/validate.ts';
import type { SenderRow } from '../store/sender.ts';
import { unkept } from './unkept.ts';

export type DeviceContent = Pick<SenderRow, 'vendor' | 'system_name' | 'system_version' | 'system_active'>;

const kept = ['status', 'manufacturer', 'deviceName', 'version', 'owner'] as const;

/**
 * @returns `ownerId`: of the Organization, which is the sender
 * @throws Fault naming every element at fault
 */
export function readDevice(body: unknown): { readonly id: string | undefined; readonly ownerId: string; readonly content: DeviceContent } {
  const invalid = validate(body, { type: 'Device' });
  if (invalid.some(({ severity }) => severity === 'error')) throw new Fault(invalid);
  const device = body as Device;
  const issues: Issue[] = [...refuseModifierExtensions(device, 'Device'), ...unkept(device, kept)];
  const words = (text: string | undefined, expression: string, isNeeded: boolean): string | null => {
    if (text === undefined) {
      if (isNeeded) issues.push(error('required', 'Send it: figures are told by system', expression));
      return null;
    }
    if (text.length > 200 || /\p{Cc}/u.test(text) || holdsCpr(text))
      issues.push(error('value', 'At most 200 characters, without control characters and citizens’ numbers', expression));
    return text;
  };
  if ((device.deviceName ?? []).length > 1) issues.push(error('business-rule', 'Send one name', 'Device.deviceName[1]'));
  if ((device.version ?? []).length > 1) issues.push(error('business-rule', 'Send one version', 'Device.version[1]'));
  const { status = 'active' } = device;
  if (status !== 'active' && status !== 'inactive') issues.push(error('value', 'A system is active or inactive', 'Device.status'));
  const [, ownerId = ''] = /^Organization\/([A-Za-z\d\-.]{1,64})$/.exec(device.owner?.reference ?? '') ?? [];
  if (ownerId === '') issues.push(error('required', 'Name the sender: Organization/{id}', 'Device.owner'));
  const content = {
    vendor: words(device.manufacturer, 'Device.manufacturer', true),
    system_name: words(device.deviceName?.[0]?.name, 'Device.deviceName', true),
    system_version: words(device.version?.[0]?.value, 'Device.version[0].value', false),
    system_active: status === 'active',
  };
  if (issues.length > 0) throw new Fault(issues);
  return { id: device.id, ownerId, content };
}
