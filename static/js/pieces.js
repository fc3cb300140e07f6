/* Files sent in parts, so that a cut connection loses one part and not the file. Pages work without this script:
 * the button then sends the form as it is.
 *
 *   <input type="file" data-sending="address to begin at" data-target="statuts" data-most="20971520">
 *   <button name="send">…</button> in the same fieldset or section
 */
(function () {
  "use strict";

  var RETRY_MS = 3000;
  var SAID_EACH = 10; // percents between two announcements
  var SESSION = "Votre session a pris fin. Rechargez la page et choisissez de nouveau le fichier : l’envoi reprendra où il en est.";
  var LATER = "Le site ne répond pas comme prévu. Rechargez la page et choisissez de nouveau le fichier : l’envoi reprendra où il en est.";
  var underWay = 0;

  function weight(bytes) {
    if (bytes < 1e6) return Math.max(1, Math.round(bytes / 1000)) + "\u00a0ko";
    return (bytes / 1e6).toFixed(1).replace(".", ",") + "\u00a0Mo";
  }

  function element(tag, attributes, text) {
    var made = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) { made.setAttribute(name, attributes[name]); });
    if (text) made.textContent = text;
    return made;
  }

  /* ----- What one sees and hears ----- */

  function Board(input, file) {
    var id = input.id + "-progress";
    this.input = input;
    this.file = file;
    this.said = -1;
    this.box = element("div", { "class": "progress sending" });
    this.label = element("p", { id: id });
    this.label.appendChild(element("span", {}, "Envoi de « " + file.name + " »"));
    this.figures = this.label.appendChild(element("span", {}, "0\u00a0%"));
    this.bar = element("progress", { max: "100", value: "0", "aria-labelledby": id });
    this.words = element("p", { role: "status", "class": "small" });
    this.stop = element("button", { type: "button", "class": "button button--link button--small" }, "Abandonner l’envoi");
    [this.label, this.bar, this.words, this.stop].forEach(this.box.appendChild, this.box);
    input.closest("[data-piece]").appendChild(this.box);
  }
  Board.prototype.at = function (arrived) {
    var percent = Math.floor((100 * arrived) / this.file.size);
    this.bar.value = percent;
    this.figures.textContent = percent + "\u00a0%, " + weight(arrived) + " sur " + weight(this.file.size);
    if (Math.floor(percent / SAID_EACH) === this.said) return;
    this.said = Math.floor(percent / SAID_EACH);
    this.words.textContent = percent < 100 ? percent + "\u00a0% arrivés." : "Vérification du fichier…";
  };
  Board.prototype.lost = function () {
    this.words.textContent = "Connexion perdue : ce qui est arrivé est gardé, l’envoi reprendra dès qu’elle revient.";
    this.said = -1;
  };
  Board.prototype.fail = function (reasons) {
    var list = element("ul", { "class": "error" });
    reasons.forEach(function (reason) { list.appendChild(element("li", {}, reason)); });
    var alert = element("div", { role: "alert" });
    alert.appendChild(list);
    this.box.replaceWith(alert);
    this.input.focus();
  };

  /* ----- What one sends ----- */

  function Sender(input, file) {
    this.input = input;
    this.file = file;
    this.board = new Board(input, file);
    this.board.stop.addEventListener("click", this.abandon.bind(this));
  }

  Sender.prototype.ask = function (url, options) {
    options.headers = Object.assign({ "X-CSRFToken": this.input.form.elements.csrfmiddlewaretoken.value }, options.headers);
    options.redirect = "manual";
    options.credentials = "same-origin";
    return fetch(url, options);
  };

  /* What tells this file from a namesake, and its arrival whole from another: its SHA-256 where the browser has it. */
  Sender.prototype.mark = function () {
    var file = this.file, subtle = (window.crypto || {}).subtle;
    if (!subtle || !file.arrayBuffer) return Promise.resolve(String(file.lastModified));
    return file.arrayBuffer().then(function (bytes) { return subtle.digest("SHA-256", bytes); }).then(function (hash) {
      return Array.prototype.map.call(new Uint8Array(hash), function (byte) { return ("0" + byte.toString(16)).slice(-2); }).join("");
    });
  };

  Sender.prototype.begin = function () {
    var self = this;
    return self.mark().then(function (mark) {
      var body = new URLSearchParams({ target: self.input.dataset.target, name: self.file.name, size: self.file.size, mark: mark });
      return self.sure(function () { return self.ask(self.input.dataset.sending, { method: "POST", body: body }); });
    });
  };

  /* Asks until somebody answers; what was refused is not asked again. */
  Sender.prototype.sure = function (ask) {
    var self = this;
    return ask.call(self).then(function (response) {
      if (response.status < 500 && response.status !== 429) return response;
      throw new TypeError("the site is away");
    }).catch(function () {
      if (self.stopped) throw new Error("stopped");
      self.board.lost();
      return new Promise(function (resolve) { setTimeout(resolve, RETRY_MS); }).then(function () { return self.sure(ask); });
    });
  };

  Sender.prototype.run = function () {
    var self = this;
    return self.begin().then(function (response) { return self.follow(response); }).catch(function (error) {
      if (!self.stopped) self.board.fail([error.said || LATER]);
    });
  };

  Sender.prototype.follow = function (response) {
    var self = this;
    if (response.type === "opaqueredirect" || response.status === 403) throw Object.assign(new Error(), { said: SESSION });
    if (response.status === 422 || response.status === 413) {
      return response.json().then(function (told) { self.board.fail(told.reasons); });
    }
    if (!response.ok && response.status !== 409) throw new Error(String(response.status));
    return response.json().then(function (told) { return self.feed(told); });
  };

  Sender.prototype.feed = function (told) {
    var self = this;
    if (self.stopped) return null;
    self.url = told.url;
    self.board.at(told.arrived);
    if (told.arrived >= told.size) return self.finish();
    var part = self.file.slice(told.arrived, told.arrived + told.part);
    var sending = self.ask(told.url, { method: "PUT", body: part, headers: { "Upload-Offset": String(told.arrived), "Content-Type": "application/octet-stream" } });
    return sending.then(function (response) {
      if (response.status >= 500) throw new TypeError("the site is away");
      return response;
    }).catch(function () {
      // Nobody knows how much of this part arrived: the site does.
      return self.sure(function () { return self.ask(told.url, { method: "GET" }); });
    }).then(function (response) { return self.follow(response); });
  };

  Sender.prototype.finish = function () {
    var self = this, again = false;
    return self.sure(function () {
      var asked = self.ask(self.url + "terminer/", { method: "POST" });
      return asked.catch(function (error) { again = true; throw error; });
    }).then(function (response) {
      if (response.status === 404 && again) return window.location.reload(); // joined, but the answer was lost
      if (response.status === 409) return self.follow(response);
      if (response.status !== 200 && response.status !== 422) throw new Error(String(response.status));
      return response.text().then(function (html) { self.show(html, response.ok); });
    });
  };

  Sender.prototype.show = function (html, joined) {
    var id = this.input.id;
    this.board.box.remove();
    window.htmx.swap(document.body, html, { swapStyle: "none" });
    var input = document.getElementById(id);
    if (input) {
      input.value = "";
      input.focus();
    }
    if (joined) voice().textContent = "« " + this.file.name + " » est joint.";
  };

  Sender.prototype.abandon = function () {
    this.stopped = true;
    if (this.url) this.ask(this.url, { method: "DELETE" }).catch(function () { /* it expires by itself */ });
    this.board.box.remove();
    voice().textContent = "Envoi abandonné.";
    this.input.focus();
  };

  function voice() {
    var made = document.getElementById("pieces-voice");
    return made || document.body.appendChild(element("p", { id: "pieces-voice", role: "status", "class": "visually-hidden" }));
  }

  /* ----- The button that sends ----- */

  function start(input) {
    var file = input.files[0], most = Number(input.dataset.most);
    Array.prototype.forEach.call(input.closest("[data-piece]").querySelectorAll("[role=alert]"), function (old) { old.remove(); });
    var sender = new Sender(input, file);
    if (file.size > most) return sender.board.fail(["« " + file.name + " » pèse " + weight(file.size) + " : le plus permis est " + input.dataset.mostWords + "."]);
    if (!file.size) return sender.board.fail(["« " + file.name + " » est vide."]);
    underWay += 1;
    input.dataset.busy = "1";
    function over() {
      underWay -= 1;
      delete input.dataset.busy;
    }
    return sender.run().then(over, over);
  }

  // On the way down, before htmx hears of it.
  document.addEventListener("click", function (event) {
    var button = event.target.closest("button[name=send]");
    var place = button && button.closest("[data-piece]");
    var input = place && place.querySelector("input[type=file][data-sending]");
    if (!input || !input.files.length || !window.fetch) return;
    event.preventDefault();
    event.stopPropagation();
    if (!input.dataset.busy) start(input);
  }, true);

  window.addEventListener("beforeunload", function (event) {
    if (underWay) event.preventDefault();
  });
})();
