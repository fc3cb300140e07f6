/* Progressive enhancement only: every page works without this file.
 *
 * A form that saves itself:
 *   <form method="post" novalidate data-draft-key="person-file-section" data-draft-version="12" hx-post="…"
 *         hx-swap="none" hx-trigger="input delay:1s, change, jalon:save"> … <p role="status" data-saved></p>
 * (novalidate, or htmx keeps back an incomplete form; the version tells a form that was sent from one that was lost.)
 * The server acknowledges with the response header HX-Trigger: {"jalon:saved": {"text": "Enregistré à 14 h 03"}}.
 * Other keys of that object refill hidden fields of the same name (an edit counter, for example).
 * Until then what was typed stays in this browser and is offered again.
 */
(function () {
  "use strict";

  var RETRY_MS = 5000;
  var PREFIX = "jalon:draft:";
  var LOST = "Connexion perdue, votre saisie est gardée ici. Nouvel essai toutes les 5 secondes.";
  var SESSION = "Votre session a pris fin, votre saisie est gardée ici. Rechargez la page pour vous reconnecter.";
  var REFUSED = "Pas encore enregistré. Votre saisie est gardée ici.";
  var RESTORED = "Votre dernière saisie, gardée dans ce navigateur, a été remise en place.";
  var SENDING = "Enregistrement…";

  function each(selector, action) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), action);
  }

  /* ----- Menus ----- */

  function closeMenus(except) {
    each("details.menu[open]", function (menu) {
      if (menu !== except) menu.open = false;
    });
  }

  document.addEventListener("click", function (event) {
    closeMenus(event.target.closest("details.menu"));
  });
  document.addEventListener("keydown", function (event) {
    var open = document.querySelector("details.menu[open]");
    if (event.key !== "Escape" || !open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  /* ----- Error summaries take the focus ----- */

  function focusSummary(root) {
    var summary = root.querySelector("[data-focus]");
    if (summary) summary.focus();
  }

  /* ----- One click, one request ----- */

  function release(form) {
    delete form.dataset.sent;
    Array.prototype.forEach.call(form.querySelectorAll("button[aria-disabled]"), function (button) {
      button.removeAttribute("aria-disabled");
    });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || form.target || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    form.dataset.dirty = "";
    if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) each("form[data-sent]", release);
  });

  /* ----- Leaving with unsaved words ----- */

  window.addEventListener("beforeunload", function (event) {
    if (document.querySelector('form[data-dirty="1"]')) event.preventDefault();
  });

  /* A field apart is sent by its own button: the page neither saves it nor says it is saved. */
  ["input", "change"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      if (!event.target.matches("[data-apart]")) return;
      event.stopPropagation();
      event.target.form.dataset.dirty = "1";
    }, true);
  });

  /* ----- Drafts ----- */

  function keepable(field) {
    return field.name && !/^(hidden|password|file|submit|button)$/.test(field.type);
  }

  function fieldsOf(form) {
    return Array.prototype.filter.call(form.elements, keepable);
  }

  function valuesOf(form) {
    var values = {};
    fieldsOf(form).forEach(function (field) {
      var list = values[field.name] || (values[field.name] = []);
      if (field.type === "checkbox" || field.type === "radio") {
        if (field.checked) list.push(field.value);
      } else if (field.multiple) {
        Array.prototype.forEach.call(field.selectedOptions, function (option) { list.push(option.value); });
      } else {
        list.push(field.value);
      }
    });
    return values;
  }

  function restore(form, values) {
    var seen = {};
    fieldsOf(form).forEach(function (field) {
      var list = values[field.name];
      if (!list) return;
      if (field.type === "checkbox" || field.type === "radio") {
        field.checked = list.indexOf(field.value) !== -1;
      } else if (field.multiple) {
        Array.prototype.forEach.call(field.options, function (option) {
          option.selected = list.indexOf(option.value) !== -1;
        });
      } else {
        var rank = seen[field.name] || 0;
        seen[field.name] = rank + 1;
        if (rank < list.length) field.value = list[rank];
      }
    });
  }

  /* A browser may refuse storage (private window, full disk): the site then works without this net. */
  function store(action) {
    try {
      return action(window.localStorage);
    } catch (error) {
      return null;
    }
  }

  function say(form, text, state) {
    var note = form.querySelector("[data-saved]");
    if (!note) return;
    note.dataset.state = state;
    if (note.textContent !== text) note.textContent = text;
  }

  function follow(form) {
    var key = PREFIX + form.dataset.draftKey;
    var edits = 0;
    var sent = 0;
    var timer = null;

    function keep() {
      edits += 1;
      form.dataset.dirty = "1";
      write(false);
    }

    function write(sent) {
      var draft = {
        values: valuesOf(form),
        focus: (document.activeElement || {}).id || "",
        version: form.dataset.draftVersion || "",
        sent: sent
      };
      store(function (storage) { storage.setItem(key, JSON.stringify(draft)); });
    }

    function retry() {
      clearTimeout(timer);
      timer = setTimeout(function () { window.htmx.trigger(form, "jalon:save"); }, RETRY_MS);
    }

    function lost() {
      say(form, LOST, "lost");
      retry();
    }

    function refillHidden(answers) {
      Object.keys(answers || {}).forEach(function (name) {
        var field = form.querySelector('input[type="hidden"][name="' + name + '"]');
        if (field && name !== "csrfmiddlewaretoken") field.value = answers[name];
      });
    }

    function acknowledge(event) {
      clearTimeout(timer);
      refillHidden(event.detail);
      if (sent !== edits) return;
      form.dataset.dirty = "";
      store(function (storage) { storage.removeItem(key); });
      say(form, event.detail.text || "Enregistré", "saved");
    }

    function answered(event) {
      var status = event.detail.xhr.status;
      var acknowledged = /jalon:saved/.test(event.detail.xhr.getResponseHeader("HX-Trigger") || "");
      if (acknowledged || status === 0) return;
      if (status >= 500 || status === 408 || status === 429) lost();
      else if (status === 409 || status === 422) say(form, REFUSED, "lost");
      else say(form, SESSION, "lost");
    }

    form.addEventListener("submit", function () { if (edits) write(true); });
    // On the way down: what is kept is counted before htmx, on its way up, sends it.
    form.addEventListener("input", keep, true);
    form.addEventListener("change", keep, true);
    form.addEventListener("jalon:saved", acknowledge);
    form.addEventListener("htmx:beforeRequest", function (event) {
      if (event.detail.elt !== form) return;
      clearTimeout(timer);
      sent = edits;
      say(form, SENDING, "sending");
    });
    form.addEventListener("htmx:afterRequest", function (event) {
      if (event.detail.elt === form) answered(event);
    });
    ["htmx:sendError", "htmx:timeout"].forEach(function (name) {
      form.addEventListener(name, function (event) {
        if (event.detail.elt === form) lost();
      });
    });
    reopen(form, key, keep, retry);
  }

  function reopen(form, key, keep, retry) {
    var draft = store(function (storage) { return JSON.parse(storage.getItem(key)); });
    if (!draft) return;
    var arrived = draft.sent && draft.version !== (form.dataset.draftVersion || "");
    if (arrived || JSON.stringify(draft.values) === JSON.stringify(valuesOf(form))) {
      store(function (storage) { storage.removeItem(key); });
      return;
    }
    restore(form, draft.values);
    var field = draft.focus && document.getElementById(draft.focus);
    if (field && form.contains(field)) field.focus();
    keep();
    say(form, RESTORED, "lost");
    retry();
  }

  /* ----- Enter in a search that answers on the page searches, and sends nothing else ----- */

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || !event.target.matches("input[type=search][hx-get]") || !window.htmx) return;
    event.preventDefault();
    window.htmx.trigger(event.target, "search");
  });

  /* ----- What is ticked while a search of places is on its way stays ticked when its answer comes ----- */

  var ticks = [];

  function isPlaces(target) {
    return target && /^places-/.test(target.id || "");
  }

  document.addEventListener("htmx:beforeSwap", function (event) {
    if (!isPlaces(event.detail.target)) return;
    ticks = Array.prototype.slice.call(event.detail.target.querySelectorAll("label.choice"));
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    var target = event.detail.target;
    if (!isPlaces(target)) return;
    ticks.forEach(function (label) {
      var old = label.querySelector("input");
      var fresh = Array.prototype.find.call(target.querySelectorAll("input"), function (one) { return one.value === old.value; });
      if (fresh) fresh.checked = old.checked;
      else if (old.checked) target.querySelector(".choices").prepend(label);
    });
    ticks = [];
  });

  /* ----- How many files each reader has, as boxes are ticked ----- */

  function recount(reader) {
    var ticked = document.querySelectorAll('input[data-counted="' + reader + '"]:checked').length;
    each('[data-count="' + reader + '"]', function (output) {
      var total = Number(output.dataset.others) + ticked;
      var over = "most" in output.dataset && total > Number(output.dataset.most);
      output.textContent = total;
      each('[data-over="' + reader + '"]', function (words) { words.hidden = !over; });
    });
  }

  document.addEventListener("change", function (event) {
    if (event.target.dataset.counted) recount(event.target.dataset.counted);
  });

  /* ----- Where one writes, told to the others by the page's heartbeat: <input type="hidden" name="focus"> ----- */

  document.addEventListener("focusin", function (event) {
    var question = event.target.closest("[data-question]");
    each('input[type="hidden"][name="focus"]', function (field) {
      field.value = question ? question.dataset.question : "";
    });
  });

  /* ----- Countdowns, on the server's clock: <p data-now="…"> on the page, <span data-until="…"> on each ----- */

  var offset = 0; // of the server's clock on ours
  var said = "";

  function inWords(seconds) {
    var minutes = Math.floor(seconds / 60);
    var rest = seconds % 60;
    return (minutes ? minutes + "\u00a0min\u00a0" : "") + (minutes && rest < 10 ? "0" : "") + rest + "\u00a0s";
  }

  function announce(clock, seconds) {
    var voice = document.querySelector("[data-announce]");
    var words = seconds <= 0 ? "Temps écoulé." : seconds <= 60 ? "Il reste une minute." : "";
    if (!voice || !words || said === clock.dataset.until + words) return;
    said = clock.dataset.until + words;
    voice.textContent = words;
  }

  function tick() {
    each("[data-until]", function (clock) {
      var seconds = Math.round((Date.parse(clock.dataset.until) - Date.now() - offset) / 1000);
      clock.classList.toggle("timer__left--over", seconds <= 0);
      clock.textContent = seconds > 0 ? inWords(seconds) : "temps écoulé" + (seconds ? " depuis " + inWords(-seconds) : "");
      announce(clock, seconds);
    });
  }

  function startClock() {
    var now = document.querySelector("[data-now]");
    if (!now) return;
    offset = Date.parse(now.dataset.now) - Date.now();
    tick();
    setInterval(tick, 1000);
    document.addEventListener("htmx:afterSwap", tick);
  }

  document.addEventListener("DOMContentLoaded", function () {
    focusSummary(document);
    startClock();
    each(".tabs [aria-current]", function (tab) {
      var line = tab.closest("ul");
      line.scrollLeft += tab.getBoundingClientRect().left - line.getBoundingClientRect().left - 16;
    });
    each("form[data-draft-key]", follow);
    each("form[data-warn]", function (form) {
      form.addEventListener("input", function () { form.dataset.dirty = "1"; });
    });
  });
  document.addEventListener("htmx:afterSwap", function (event) { focusSummary(event.detail.elt); });
})();
