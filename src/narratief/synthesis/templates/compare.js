(() => {
  const table = document.getElementById("vergelijking");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const side = document.getElementById("kies-kant");
  const goal = document.getElementById("kies-doel");
  const order = document.getElementById("kies-volgorde");
  const told = document.getElementById("aantal-themas");
  const value = (row, key) => Number(row.dataset[key] ?? row.cells[Number(key)].dataset.told);
  const show = () => {
    const key = order.value;
    const sorted = [...rows].sort((a, b) => (key === "place" ? 1 : -1) * (value(a, key) - value(b, key)));
    body.append(...sorted);
    for (const row of rows) {
      row.hidden = Boolean((side.value && row.dataset.side !== side.value) || (goal.value && row.dataset.goal !== goal.value));
    }
    told.textContent = rows.filter((row) => !row.hidden).length + " thema's";
  };
  for (const choice of [side, goal, order]) choice.addEventListener("change", show);
  document.getElementById("keuzes").hidden = false;
})();
