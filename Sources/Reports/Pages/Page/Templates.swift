/// The markup of pages. Literals, so that the executable can be moved without a resource bundle.
enum Templates {
  static let page = Template(
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>{{{title}}}</title>
    <style>{{{style}}}</style>
    </head>
    <body id="top">
    <header>
    <p class="kind">{{{kind}}}</p>
    <h1>{{{title}}}</h1>
    <p class="subtitle">{{{subtitle}}}</p>
    {{#stamps}}<p class="banner{{#isWarning}} warning{{/isWarning}}"><strong>{{{stamp}}}</strong>\
    {{#hasExplanation}} {{{explanation}}}{{/hasExplanation}}</p>
    {{/stamps}}</header>
    <nav aria-label="Sections"><ul>{{#sections}}<li><a href="#{{{identifier}}}">{{{short}}}</a></li>\
    {{/sections}}</ul></nav>
    <main>
    <div class="summary">
    {{#summary}}<p>{{{words}}}</p>
    {{/summary}}</div>
    {{#hasTiles}}<dl class="tiles">{{#tiles}}<div><dt>{{{label}}}</dt><dd>{{{value}}}</dd>\
    <dd class="note">{{{note}}}</dd></div>{{/tiles}}</dl>
    {{/hasTiles}}{{#sections}}<section id="{{{identifier}}}">
    <h2>{{{heading}}}</h2>
    {{{body}}}
    </section>
    {{/sections}}</main>
    <footer><p>Made with <strong>longtail</strong>. This file needs nothing but itself. \
    <a href="#top">Back to the top</a></p></footer>
    </body>
    </html>

    """)

  static let table = Template(
    """
    <div class="scroll" role="region" tabindex="0" aria-label="{{{label}}}">
    <table class="{{#isWide}}wide{{/isWide}}{{#isShort}} short{{/isShort}}">
    {{#hasCaption}}<caption>{{{caption}}}</caption>{{/hasCaption}}
    <thead><tr>{{#columns}}<th scope="col"{{#isNumber}} class="number"{{/isNumber}}>{{{name}}}{{{stamps}}}\
    {{#hasNote}}<small>{{{note}}}</small>{{/hasNote}}</th>{{/columns}}</tr></thead>
    <tbody>
    {{#rows}}<tr{{#opensGroup}} class="opens"{{/opensGroup}}>{{{cells}}}</tr>
    {{/rows}}</tbody>
    </table></div>
    """)

  static let figure = Template(
    """
    <figure>
    {{#hasHeading}}<h3>{{{heading}}}</h3>{{/hasHeading}}
    <div class="broad">{{{wide}}}</div>
    <div class="slim">{{{narrow}}}</div>
    {{#hasCaption}}<figcaption>{{{caption}}}</figcaption>{{/hasCaption}}
    </figure>
    """)

  static let gallery = Template(
    """
    <figure class="gallery-figure">
    {{#hasHeading}}<h3>{{{heading}}}</h3>{{/hasHeading}}
    <div class="gallery{{#isTwice}} broad{{/isTwice}}" style="--least:{{{least}}}px">\
    {{#drawings}}<div>{{{drawing}}}</div>{{/drawings}}</div>
    {{#isTwice}}<div class="gallery slim">{{#drawings}}<div>{{{narrow}}}</div>{{/drawings}}</div>{{/isTwice}}
    {{#hasCaption}}<figcaption>{{{caption}}}</figcaption>{{/hasCaption}}
    </figure>
    """)

  static let details = Template(
    """
    <details{{#isPrinted}} class="printed"{{/isPrinted}}{{#isOpen}} open{{/isOpen}}><summary>{{{summary}}}</summary>
    <div class="inside">{{{body}}}</div>
    </details>
    """)

  static let facts = Template(
    """
    <dl class="facts">{{#facts}}<div{{#isLong}} class="long"{{/isLong}}><dt>{{{name}}}</dt><dd>{{{value}}}</dd></div>{{/facts}}</dl>
    """)

  static let download = Template(
    """
    <p class="download-line"><a class="download" download="{{{file}}}" href="data:text/csv;charset=utf-8;base64,{{{data}}}">\
    {{{label}}}</a><span class="muted">{{{note}}}</span></p>
    """)

  static let stamps = Template(
    """
    {{#stamps}} <span class="stamp{{#isWarning}} warning{{/isWarning}}">{{{stamp}}}</span>{{/stamps}}
    """)
}
