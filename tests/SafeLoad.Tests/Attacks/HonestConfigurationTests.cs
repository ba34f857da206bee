using System.Text;
using SafeLoad.Scanning;
using SafeLoad.Scanning.Python;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Files of everyday tools, in which the words stand that loaders of models use for what they call; and the same words in the
/// company in which a loader calls.</summary>
public sealed class HonestConfigurationTests
{
    private static readonly string[] s_honest =
    [
        // Reports of errors, profilers, tests, checkers of code: names of what was called elsewhere.
        """{"exception":{"values":[{"type":"requests.exceptions.HTTPError","module":"requests.exceptions","value":"x"}]}}""",
        """{"frames":[{"module":"subprocess","function":"run","filename":"subprocess.py","lineno":3,"vars":{"args":[1]}}]}""",
        """{"type":"subprocess.CalledProcessError","message":"x"}""", """{"type":"importlib.metadata.PackageNotFoundError"}""",
        """{"class":"tests.test_a.TestA","name":"test_x","parameters":{"a":1},"time":1}""",
        """{"function":"os.system","line":3,"file":"a.py","severity":"high"}""", """{"func":"builtins.exec","ncalls":3,"file":"~"}""",
        """{"class":"com.example.Main","level":"INFO","message":"started","logger":"x"}""",
        """[{"repr":"functools.partial(<f>)","cls":"functools.partial"},{"repr":"x","cls":"abc.ABCMeta"}]""",
        """{"cls":"logging.handlers.SysLogHandler","type":"pathlib.PosixPath","class":"collections.OrderedDict"}""",
        // Schemas and data of other languages.
        """{"type":"array","items":{"type":"example.avro.User","name":"x"}}""",
        """{"type":"record","name":"R","fields":[{"name":"a","type":"example.avro.Other"}]}""",
        """{"type":"UnityEngine.UI.Button","assembly":"UnityEngine.UI"}""", """{"$type":"Zq.Models.User","id":1}""",
        """{"type":"Microsoft.Compute.VirtualMachine","parameters":{"a":1},"name":"x"}""",
        """{"@context":"https://schema.org","@type":"schema.org.Thing","name":"x"}""", """{"@class":"com.example.data.Row","a":1}""",
        """{"module":"MyApp.Worker","function":"run","args":[1]}""",
        """{"package":"0x2","module":"pay","function":"split","arguments":[1]}""",
        """{"module":"balances","method":"transfer","params":{"a":1}}""", """{"types":[{"annotation":"simple_class.Item","start":1}]}""",
        """{"compilerOptions":{"types":["a.b","node"],"target":"ES2020"}}""", """{"types":{"a.b":"c.d"},"description":"x"}""",
        """{"bean":{"class":"org.example.Service","arguments":["x"],"factory":"org.example.Factory","scope":"x"}}""",
        """{"service":"web:http","host":"x","type":"io.k8s.api.v1","target":"svc.cluster.local","implementation":"a.b.C"}""",
        // What begins with a dollar sign elsewhere.
        """{"a":"$sum(Account.Order.Price)","b":"$.store.book[?(@.price < 10)]","c":"$toMillis($now())","d":"$max(a.b)"}""",
        """{"a":"$map-get(x)","b":"$(document).ready(function(){})","c":"$.ajax({})","d":"$eval"}""",
        """{"code":"$this->foo(1)","b":"$x = foo(1)","c":"$x = print(1)"}""", """{"script":"$Host.UI.Write('x')","y":"$env(HOME)"}""",
        """{"a":"$f(x) = y$ and $g(x)","b":"$P(A)","c":"$t('key')","d":"$100 (about 90)","e":"${input:name}","f":"${env.X}"}""",
        """{"a":"$input.json('$')","b":"$input.path('$.x')","c":"$input.params().path.id","d":"$dir(x)","e":"$help('x')"}""",
        """{"imports":{"#x":"./x.js"},"a":"$sum(items.price)"}""",
        // The words of models in other worlds.
        """[{"__type__":"cc.Node","_name":"x"},{"__type__":"cc.Canvas","__id__":1}]""", """{"__class__":"app.models.User","id":1}""",
        """{"jsonrpc":"2.0","method":"os.remove","params":{"path":"x"}}""", """{"target":"subprocess.run","return_value":0}""",
        """[{"function":"subprocess.run","calls":3,"tottime":0.2}]""", """{"module":"subprocess","class":"Popen","methods":["wait"]}""",
        """{"head":["Name","Price (USD)"],"body":[["a","b"]]}""", """{"head":[["script",{},"gtag('config', 'x')"]],"title":"x"}""",
        """{"head":{"repo":{"topics":["v1.x"]}}}""", """{"activation":"online (automatic)"}""",
        """{"activation":"1 action (requires x)"}""",
        """{"name":"Id","type":"System.String","path":"$.id"}""", """{"vocabulary":"http://publications.example.org/resource"}""",
        """{"import_path":"github.com/example/mux"}""", """{"code":0,"msg":"ok","model_path":"x"}""",
        """{"code":"E401","python_version":"3.8"}""",
        """{"modelName":"Chair","modelFile":"chair.glb"}""", """{"modelName":"gpt-4","handler":"index.handler"}""",
        """{"type_hint":["int","float"]}""", """{"class_path":"lib/a.jar:lib/b.jar"}""",
        """{"links":[{"source":"com.acme.Foo","target":"com.acme.util.Bar"}],"model":"x","params":{}}""",
        """{"version":1,"handlers":[{"class":"com.foo.Bar"}]}""", """{"module_path":"my_app::db","function":"connect"}""",
        """{"encoding":"base64","content":"Y292ZXJhZ2UKcHl0ZXN0CmZsYWtlOAo="}""", """{"tokenizer_class":"v1.0"}""",
        """{"a":"{% if item != '__init__' %}{{ item }}{% endif %}"}""",
        """{"default_scope":"mmdet","x":{"type":"mmengine.dataset.DefaultSampler"},"y":{"type":"mmdet.ResNet"}}""",
        "on_value:\n- lambda: !lambda |-\n    return id(x).state(1);\na: !php/const App\\Foo::MAX\n",
        "train: yes\nval: no\ndownload: yes\n", "train: 0.8\nval: 0.1\ndownload: ./data\n",
        "services:\n  a:\n    service: redis:cache\n    labels: {a: b}\n",
        // Templates of other tools.
        """{"a":"{{ hostvars[h]['ansible_' + iface]['ipv4'] }}","b":"{{ d[k ~ '_y'] }}"}""",
        // Loaders' own classes, by the words that other loaders use for those of anybody.
        """{"components":{"a":{"type":"haystack.components.builders.prompt_builder.PromptBuilder","init_parameters":{"template":"x"}}}}""",
        """{"type":"haystack.document_stores.in_memory.document_store.InMemoryDocumentStore","init_parameters":{"kwargs":{}}}""",
        """{"pipeline":{"name":"pyannote.audio.pipelines.SpeakerDiarization","params":{"segmentation":"x"}},"version":"3.1.0"}""",
        """{"language":"en","pipeline":[{"name":"WhitespaceTokenizer"},{"name":"rasa.nlu.zq.Zq"}],"policies":[]}""",
        """{"a":{"n_timesteps":1,"env_wrapper":["gymnasium.wrappers.Zq",{"rl_zoo3.wrappers.Zq":{"b":"x.y"}}],"normalize":"{'a': 1}"}}""",
        """{"a":{"n_timesteps":1,"policy_kwargs":"dict(net_arch=[64, 64], activation_fn=nn.GELU)"}}""",
        """{"model_type":"llama","model_file":"model.gguf"}""", """{"pipeline":[{"name":"a.b","params":{}},{"name":"train.py"}]}""",
        """{"framework":"react","plugins":["x"],"allow_remote":true}""", """{"callback":"app.views.Home","normalize":"print(1)"}""",
        """{"x":{"type":"pandas.CSVDataset","filepath":"a.csv"},"y":{"type":"kedro_datasets.zq.zq.CSVDataset","filepath":"b"}}""",
        """{"entrypoint":"app.main:app","name":"x"}""", """{"py_modules":["a"],"name":"x","class":"A","module_path":"a/b"}""",
        "!!python/object/apply:collections.OrderedDict\n- - - env_wrapper\n    - sb3_contrib.common.wrappers.Zq\n  - - n_timesteps\n"
            + "    - 1e5\n  - - policy_kwargs\n    - dict(net_arch=[64], activation_fn=nn.ReLU)\n  - - normalize\n    - true\n",
        """{"_base_":["a.yaml","mmdet::a/b.py"],"cfg":"models/yolo(v5).yaml","x":{"cfg":"import the data"}}""",
        """{"keys":[["_target_","_recursive_"],["env_wrapper","x.y"]]}""",
        // Automation: jobs, steps, data.
        """{"train":"a","val":"b","nc":3,"download":"https://example.org/x.zip"}""", """{"task":"tasks.add","args":[1],"kwargs":{}}""",
        """{"name":"x","entry_point":"main.py","entrypoint":"flow.py:my_flow","parameters":{}}""",
        """{"handlers":[{"class":"com.example.Handler","level":"INFO"}],"formatters":{}}""",
        """{"model":{"type":"a.b"},"data":{"target":"x.y","weight":1}}""", """{"type":"text/plain","path":"a.b","size":1}""",
        "deployments:\n- name: a\n  entrypoint: flow.py:my_flow\n  parameters: {}\n",
        "flags:\n- arg_name: ttl\n  type: zq.core.util.times:ParseDuration\n  help_text: x\n",
        "- hosts: all\n  tasks:\n  - set_fact: {x: \"{{ d[k ~ '_y'] }}\"}\n  - debug: {msg: \"{{ a.b | map(attribute='x') | list }}\"}\n",
        "version: 1\nformatters:\n  a: {class: logging.Formatter}\nhandlers:\n  c: {class: logging.StreamHandler, level: INFO}\n",
        "nodes:\n- class: Zq::Node\n  type: zq.node.Kind\n  params: {a: 1}\n", "job:\n  module: user\n  function: ping\n  args: []\n",
        "services:\n  a:\n    class: App.Service\n    arguments: ['@b']\n    factory: ['@c', make]\n",
    ];

    // A word, and the name of nothing that is known, beside what other tools have beside it.
    private static readonly string[] s_words =
        ["type", "cls", "class", "function", "target", "func", "callable", "factory", "object", "import", "__type__", "__class__"],
        s_beside = ["", ", \"name\": \"x\"", ", \"args\": [1]", ", \"parameters\": {}", ", \"config\": {}",
            ", \"message\": \"x\", \"args\": []"],
        s_names = ["zq_own.zq.Thing", "requests.exceptions.HTTPError", "zq_own.logging.handlers.Zq", "socket.timeout",
            "zq.subprocess.Error", "os.PathLike", "asyncio.TimeoutError", "builtins.ValueError", "Zq.Io.Stream"];

    [TestCase("other.json")]
    [TestCase("x")]
    [TestCase("data.yaml")]
    public void GivenFileOfAnotherTool_ItIsClean(string name) => Assert.Multiple(() =>
    {
        foreach (string text in s_honest) AssertClean(name, text);
    });

    [Test]
    public void GivenWordWithoutCompany_NoUnknownNameCounts() => Assert.Multiple(() =>
    {
        foreach (string word in s_words)
        {
            foreach (string beside in s_beside.Where(beside => word != "target" || beside.Length > 0))
            {
                foreach (string name in s_names) AssertClean("x.json", "{\"a\": " + Json($"'{word}': '{name}'")[..^1] + beside + "}}");
            }
        }
    });

    // Python's own word for arguments: the name is called, and only a program is dangerous.
    [Test]
    public void GivenWordBesidePythonsArguments_TheNameIsSuspicious() => Assert.Multiple(() =>
    {
        foreach (string word in s_words)
        {
            Assert.That(Of($"'{word}': 'zq.os_zq.requests.Thing', 'kwargs': 1"), Is.EqualTo(Verdict.Suspicious), word);
            Assert.That(Of($"'{word}': 'subprocess.Popen', 'kwargs': 1"), Is.EqualTo(Verdict.Dangerous), word);
        }
    });

    // Whatever word names a program: dangerous alone and with arguments; not where it is told of.
    [Test]
    public void GivenProgram_ItIsDangerousUnlessItIsToldOf() => Assert.Multiple(() =>
    {
        foreach (var (module, name) in KnownPrograms.All)
        {
            string path = module + "." + name;
            Assert.That(Of($"'type': '{path}'"), Is.EqualTo(Verdict.Dangerous), path);
            Assert.That(Of($"'module': '{module}', 'func': '{name}', 'x': 1"), Is.EqualTo(Verdict.Dangerous), path);
            Assert.That(Of($"'cls': '{path}', 'line': 1, 'args': []"), Is.EqualTo(Verdict.Dangerous), path);
            AssertClean("x.json", Json($"'function': '{path}', 'line': 1"));
        }
    });

    private static void AssertClean(string name, string text)
    {
        ScanReport report = Scan(name, text);
        Assert.That(report.Findings.Where(static finding => !finding.IsNote), Is.Empty, $"{name}: {text}");
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)), $"{name}: {text}");
    }

    private static Verdict Of(string pairs) => Scan("x.json", Json(pairs)).Verdict;

    private static string Json(string pairs) => "{" + pairs.Replace('\'', '"') + "}";

    private static ScanReport Scan(string name, string text) => Scanned.Bytes(Encoding.UTF8.GetBytes(text), name);
}
