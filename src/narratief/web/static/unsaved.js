// What somebody changed in the forms of a page and did not save yet.

export function changed(field) {
  if (!field.name || ["hidden", "file", "submit"].includes(field.type) || field.form?.method === "get") return false;
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field.type === "radio") return field.checked && !field.defaultChecked;
  if (field instanceof HTMLSelectElement) {
    const first = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(first, 0);
  }
  return "defaultValue" in field && field.value !== field.defaultValue;
}

// The changed fields of a part of a page, to be put back when that part was renewed.
export const taken = (part) =>
  [...part.querySelectorAll("input, select, textarea")]
    .filter(changed)
    .map(({ name, type, value, checked }) => ({ name, type, value, checked }));

export function putBack(part, fields) {
  for (const { name, type, value, checked } of fields) {
    const same = [...part.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    if (type === "checkbox" || type === "radio") {
      const field = same.find((each) => each.value === value);
      if (field) field.checked = checked;
    } else if (same[0]) same[0].value = value;
  }
}
