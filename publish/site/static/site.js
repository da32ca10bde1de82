// Small helps; every page works without them.
"use strict";

// A page of evidence opens at its words, also when the address names no place in it.
const quote = document.getElementById("quote");
if (quote && !location.hash) quote.scrollIntoView({ block: "center" });

// A form of the API page sends only what was filled in, and puts the parts of a path into the path.
for (const form of document.querySelectorAll("form.try")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    let path = form.dataset.path;
    const asked = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (path.includes(`{${name}}`)) path = path.replace(`{${name}}`, encodeURIComponent(value).replaceAll("%2F", "/"));
      else if (value) asked.append(name, value);
    }
    location.assign(asked.size ? `${path}?${asked}` : path);
  });
}
