/** The form alone: MedCom's examples hold UUIDs of every version, and none. */
export const isUuid = (value: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value.replace(/^urn:uuid:/, ''));
