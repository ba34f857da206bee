using System.Text;
using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Templates that put the name of an attribute together, so that no word of the template says it; and honest ones.</summary>
public sealed class ComputedTemplateNameTests
{
    // What gives a name.
    private static readonly string[] s_names =
    [
        "'%sclass%s' % ('_'*2, '_'*2)", "'{0}{0}class{0}{0}'.format('_')", "['_','_','class','_','_']|join", "'..class..'|replace('.','_')",
        "'_ssalc_'|reverse", "'_'*2 ~ 'class' ~ '_'*2", "'_' + '_class_' + '_'", "dict(__cl=1,ass__=2)|join", "'_CLASS_'|lower",
        "'_c_l'[::2]",
        "('_' if y else 'z') ~ 'q'", "'x'.join(['_', '_'])", "('init'.center)(8,'_')", "('init' or 1).center(8,'_')",
        "dict(a='init'.center).a(8,'_')", "['init'.ljust][0](8,'_')",
        "(dict(init=1)|first).center(8,dict(_=1)|first)", "'{0.xinitx}'.translate({120:95})", "_m.name.rjust(8,_m.name)",
        "dict(_=1)|first ~ 'x'", "x|replace('a','_in')", "dict(__in=1)|join",
    ];

    // What looks it up.
    private static readonly string[] s_uses =
    [
        "{{ ''[@] }}", "{{ messages[@] }}", "{{ (cycler)[@] }}", "{{ x | attr ( @ ) }}", "{{ ['']|map(attribute=@)|list }}",
        "{{ ['']|groupby(@) }}", "{% if x[@] %}y{% endif %}", "{% set n = @ %}{{ x[n] }}", "{% set n = @ %}{% set m = n %}{{ x[m][0] }}",
        "{% for n in [@] %}{{ x[n] }}{% endfor %}", "{% macro f(n) %}{{ x[n] }}{% endmacro %}{{ f(@) }}",
        "{% set ns = namespace(n=@) %}{{ x[ns.n] }}", "{% set ns.n = @ %}{{ x[ns.n] }}", "{% set n %}{{ @ }}{% endset %}{{ x[n] }}",
        "{% with n = @ %}{{ x[n] }}{% endwith %}", "{{ (x,)|map('attr', @)|list }}", "{{ (x,)|selectattr(@)|list }}",
        "{% raw %} endraw {{ ? }} {% endraw %}{{ x[@] }}", "{{ x[@] }}{#",
    ];

    private static readonly string[] s_honest =
    [
        "{% for m in messages %}{{ '<|' + m['role'] + '|>' + m['content'] | trim }}{% endfor %}",
        "{{ messages[0]['role'] }}{{ messages[loop.index0 - 1].content }}{{ messages[(i + 1) if m['role'] == 'user' else i] }}",
        "{{ m['content'].split('</think>')[-1].lstrip('\\n') }}{{ messages[1:] }}{{ messages[::-1] }}{{ x[-1] }}{{ x['a' if y else 'b'] }}",
        "{% set ns = namespace(first=true, text='') %}{% set ns.text = ns.text + '<s>' + x %}{{ ns.text | upper }}",
        "{% set roles = ['user', 'assistant'] %}{{ roles[loop.index0 % 2] }}{% for key in x %}{{ x[key] }}{% endfor %}",
        "{% macro f(p, q='a') %}{{ p[q] }}{% endmacro %}{{ f(x, 'b') }}{{ x|map(attribute='role')|join(', ') }}",
        "{%- set (a, b) = (version.split('.') | list)[:2] | map('int') -%}{% if (a, b) < (1, 8) %}{{ x[a] }}{% endif %}",
        "{{ hostvars[h]['ansible_' + i | replace('-', '_')]['ipv4'] }}{{ hostvars[groups['web'] | first].a }}{{ x[n.split('.')[0]] }}",
        "{% set cols = ['a','b'] %}{% for c in cols %}{{ c ~ '_x' }}, {{ row[c ~ '_y'] }}{% endfor %}{{ row[a ~ '_' ~ b] }}",
        "{% if m['tool_' + 'calls'] %}{{ groups['web%02d' % i] }}{{ x['n{}'.format(i)] }}{{ y['k' ~ '_' ~ i|string] }}{% endif %}",
        "{% macro f(a, b='x') %}{{ a[b ~ '_id'] }}{% endmacro %}{{ f(t, 'n') }}{{ ' '.join(l) }}{{ x | join('_') | upper }}",
        "{{ arch[x | default('x86_64') | lower] }}{{ h[n][['ansible', i] | join('_')] }}{{ v[(n ~ '_version') | upper] }}",
        "{{ h['ansible_' + (b | replace('-','_') | replace('.','_'))] }}{{ i18n.translate('home') }}",
        "{{ lipsum(2) }}{{ y ~ '_' }}{{ x[k.encode('utf-8')] }}",
        "{{ vars['__' + item + '_x'] }}{{ vars['__' ~ (a | lower) ~ '_y'] }}",
        "{{ h[n]['ansible_' + ('eth0.1' | replace('.', '_'))]['ipv4'] }}{{ h['x' ~ ['_', a] | join('_')].b }}",
        "{% set p = n.split('.') %}{{ x[p[0]] }}{% for k in 'cpu mem'.split() %}{{ u[k] }}{% endfor %}{{ names[(i|string).zfill(2)] }}",
        "{% for r in ['x','y']|reverse %}{{ d[r] }}{% endfor %}{% set key = (a ~ '-' ~ b)|lower %}{{ d[key] }}{{ d[k|default('a')|trim] }}",
        "{% set a = '1' ~ x %}{% for t in tasks[a:b ~ c] %}{{ t }}{% endfor %}",
        "{{ x|selectattr('role', 'equalto', 'user')|list|length }}{{ messages[messages|length - 1] }}{{ tools | tojson(indent=4) }}",
        "{%- if tools[0]['function'] is defined and ('a' ~ b) in c -%}{{ raise_exception('x ' + m.role + ' y') }}{%- endif -%}",
    ];

    private static readonly (string Name, Func<string, string> Write)[] s_files =
    [
        ("chat_template.jinja", static text => text), ("notes", static text => "text " + text),
        ("tokenizer_config.json", static text => $$"""{"chat_template": "{{text.Replace("\\", "\\\\", StringComparison.Ordinal)}}"}"""),
    ];

    [Test]
    public void GivenNameThatIsPutTogether_TheTemplateIsSuspicious() => Assert.Multiple(() =>
    {
        foreach (string name in s_names)
        {
            foreach (string use in s_uses)
            {
                string template = use.Replace("@", name, StringComparison.Ordinal);
                foreach (var (file, write) in s_files)
                    Assert.That(Scan(file, write(template)).Verdict, Is.EqualTo(Verdict.Suspicious), $"{file}: {template}");
            }
        }
    });

    // Ways to names without any brackets of an index, or without a word of the template's own.
    [TestCase("{{ cycler[messages[0].content][messages[1].content] }}")]
    [TestCase("{% for g in (cycler,)|map('attr','init'.center(8,'_')) %}{{ g }}{% endfor %}")]
    [TestCase("{{ (x,)|map(*('attr','init'.center(8,'_')))|list }}")]
    [TestCase("{{ (x,)|map(**{'attribute':'init'.center(8,'_')})|list }}")]
    [TestCase("{% for u in dict(_=1) %}{% for i in dict(init=1) %}{{ x[u+u+i+u+u] }}{% endfor %}{% endfor %}")]
    [TestCase("{% for u in dict(_=1) %}{% for i in dict(init=1) %}{{ x[u*2~i~u*2] }}{% endfor %}{% endfor %}")]
    [TestCase("{% macro m(a,b) %}{{ x[a.center(8,b)] }}{% endmacro %}{{ m(*dict(init=1,_=2)) }}")]
    [TestCase("{% macro m() %}{{ caller(*dict(init=1,_=2)) }}{% endmacro %}{% call(a,b) m() %}{{ x[a.center(8,b)] }}{% endcall %}")]
    [TestCase("{% macro m() %}{% for k in kwargs %}{{ x[k.center(8,kwargs[k])] }}{% endfor %}{% endmacro %}{{ m(init='_') }}")]
    [TestCase("{% macro _() %}{% endmacro %}{{ x[_.name ~ _.name ~ 'init' ~ _.name] }}")]
    [TestCase("{{ x[('init','_')|map('center',8)|first].os }}")]
    [TestCase("{{ cycler(1)[bos_token][eos_token] }}")]
    [TestCase("{% macro m() %}{% endmacro %}{{ m._environment.from_string(x).render() }}")]
    [TestCase("{% block b %}{% endblock %}{{ self.b._context.environment.compile_expression(x)() }}")]
    [TestCase("{{ m['_environment'] }}")]
    [TestCase("{{ ().__reduce_ex__(4) }}")]
    [TestCase("{{ x['__' + a + '_'] }}")]
    [TestCase("{{ x['_' + a + 'x'] }}")]
    [TestCase("{{ x['__' + a + '\\\\x5f'] }}")]
    [TestCase("{{ x['a' + b if c else '_' ~ d] }}")]
    [TestCase("{{ x[('a' + b, '_' ~ d)[1]] }}")]
    [TestCase("{{ {'a': {}}['b'] }}{{ ''[['_', '_']|join] }}")]
    [TestCase("{{ {} }}{{ {'a': x['_' ~ y]} }}")]
    [TestCase("{{ f(((1), [2])) }}{{ x['_' ~ y] }}")]
    [TestCase("{{ '{0.xxinitxx}'.translate({120:95}).format(namespace) }}")]
    [TestCase("{% set d = {'a':'_'} %}{{ x[d.a ~ d.a ~ 'init' ~ d.a] }}")]
    [TestCase("{% macro m(u='_') %}{{ x[u ~ u ~ 'init'] }}{% endmacro %}{{ m() }}")]
    [TestCase("{% macro m(u) %}{{ x[u ~ u ~ 'init'] }}{% endmacro %}{{ m('_') }}")]
    [TestCase("{% macro m(t, u) %}{{ x[u ~ u ~ 'init'] }}{% endmacro %}{{ m('a', '_') }}")]
    [TestCase("{% macro m(t, u) %}{{ x[u ~ u ~ 'init'] }}{% endmacro %}{{ m('a', u='_') }}")]
    [TestCase("{% macro m(t, u) %}{{ x[u ~ u ~ 'init'] }}{% endmacro %}{{ m(*['a', '_']) }}")]
    public void GivenOtherWayToAName_TheTemplateIsSuspicious(string template) => Assert.Multiple(() =>
    {
        foreach (var (file, write) in s_files) Assert.That(Scan(file, write(template)).Verdict, Is.EqualTo(Verdict.Suspicious), file);
    });

    [Test]
    public void GivenHonestTemplate_ItIsClean() => Assert.Multiple(() =>
    {
        foreach (string template in s_honest)
        {
            foreach (var (file, write) in s_files)
            {
                ScanReport report = Scan(file, write(template));
                Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)), $"{file}: {template}");
            }
        }
    });

    // What does not compile is no template: brackets that do not match, a map without values. What compiles beside such looks is one.
    [TestCase("f'{{{x.__class__}}}'", true)]
    [TestCase("$${{a}_{b}}$$ {{ x }} and {{ '__init__' }}", true)]
    [TestCase("{{ x.__class__ ) }}", true)]
    [TestCase("{{ (x.__class__] }}", true)]
    [TestCase("{{ {} }}{{ x.__class__ }}", false)]
    [TestCase("{{ {'a': [1]} }}{{ x.__class__ }}", false)]
    [TestCase("{{ ({'a': (1)}) }}{{ x.__class__ }}", false)]
    [TestCase("{{ '}' }}{{ ']' }}{{ x.__class__ }}", false)]
    [TestCase("{# } #}{{ x.__class__ }}", false)]
    [TestCase("{% raw %}{{{x}}}{% endraw %}{{ x.__class__ }}", false)]
    [TestCase("} ] ) {{ x.__class__ }}", false)]
    [TestCase("{{ {-x: 1} }}{{ x.__class__ }}", false)]
    public void GivenBrackets_OnlyWhatCompilesIsATemplate(string text, bool isClean) =>
        Assert.That(Scan("notes", "text " + text).Verdict, Is.EqualTo(isClean ? Verdict.Clean : Verdict.Suspicious));

    // Zeros between the letters are another encoding to a parser of JSON, and letters of a template.
    [Test]
    public void GivenTemplateThatLooksEncoded_ItIsReadAsItsLoadersDo() =>
        Assert.That(Scan("x.jinja", "A\0B\0{{ x.__class__ }}").Verdict, Is.EqualTo(Verdict.Suspicious));

    // Each of these is walked through once, or a few times.
    [TestCase("{{ a }}")]
    [TestCase("{% raw %}{% raw ")]
    [TestCase("{% set a,b,c = a ~ b, c, 1 %}")]
    [TestCase("{{ x[[[[[((( }}")]
    [TestCase("__clas ")]
    public void GivenLongTemplate_TheCostGrowsWithItsLength(string part)
    {
        string text = string.Concat(Enumerable.Repeat(part, 2_000_000 / part.Length));
        Assert.That(Scan("x.jinja", text).BytesNotLookedAt, Is.Zero);
    }

    // A few bytes of an archive unpack to as much text as one likes: what is not read any more is said.
    [Test]
    public void GivenTemplatesThatAreUnpackedAgainAndAgain_TheyAreNotReadForEver()
    {
        byte[] template = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{{ a }}", 1 << 20)));
        var zip = new ZipBuilder();
        for (int i = 0; i < 12; i++) zip.Add(new ZipBuilder.Entry($"{i}.jinja", template) { Deflate = true });
        ScanReport report = Scanned.Bytes(zip.ToArray(), "x.zip");
        Assert.That((report.Complete, report.BytesRead < 11L * template.Length), Is.EqualTo((false, true)));
    }

    private static ScanReport Scan(string name, string text) => Scanned.Bytes(Encoding.UTF8.GetBytes(text), name);
}
