using SafeLoad.Scanning;
using SafeLoad.Tests.Support;

namespace SafeLoad.Tests.Attacks;

/// <summary>Configurations that name what a loader imports or calls, under any file name, in any encoding, in any archive; and honest ones
/// beside them.</summary>
public sealed class CodeInConfigurationTests
{
    private static readonly string[] s_names = ["config.json", "other.json", "notes.txt", "settings", "conf.yaml", "model.bin.index"];

    // What is named, and the text that names it.
    private static readonly (string Said, string Text)[] s_hostile =
    [
        ("zq_own.Thing", """{"auto_map": {"AutoModel": "zq_own.Thing"}}"""),
        ("zq_own.Thing", """{"deep": [[{"auto_map": [null, "zq_own.Thing"]}]]}"""),
        ("zq_own.Thing", """{"\u0061uto_map": {"AutoModel": "zq_own.Thing"}, "x": NaN}"""),
        ("zq_own.Thing", """{"x": 1, /* a note */ "auto_map": {"A": "zq_own.Thing"},}"""),
        ("zq_own.Thing", """{"chat_template": {"a": {"_target_": "zq_own.Thing"}}}"""),
        ("zq_own.Thing", """{"chat_templates": [{"auto_map": {"a": "zq_own.Thing"}}]}"""),
        ("zq_own.Thing", """{"auto_map": {"a": {"target": "zq_own.Thing", "params": {}}}}"""),
        ("trust_remote_code", """{"auto_map": {"trust_remote_code": true}}"""),
        ("sandbox", """{"auto_map": {"chat_template": "{{ x.__class__ }}"}}"""),
        ("zq_own.Thing", """{"_class_name": [{"_target_": "zq_own.Thing"}]}"""),
        ("zq_own.py", """{"custom_pipelines": {"x": {"impl": "zq_own.py"}}}"""),
        ("trust_remote_code", """{"a": {"trust_remote_code": true}}"""),
        ("zq_own.Thing", """{"model": {"_target_": "zq_own.Thing", "x": 1}}"""),
        ("zq_own.Thing", """{"class_path": "zq_own.Thing"}"""),
        ("zq_own.Thing", """{"py/object": "zq_own.Thing"}"""),
        ("zq_own.Thing", """{"py/reduce": [{"py/type": "zq_own.Thing"}, {"py/tuple": []}]}"""),
        ("zq_own.Thing", """[{"idx": 0, "name": "0", "path": "", "type": "zq_own.Thing"}]"""),
        ("zq_own.Thing", """{"activation_function": "zq_own.Thing", "in_features": 2}"""),
        ("zq_own.Thing", """{"target": "zq_own.Thing", "params": {}}"""),
        ("zq_own.Thing", """{"auto_mapping": {"base_model_class": "Thing", "parent_library": "zq_own"}}"""),
        ("zq_own.Thing", """{"_class_name": "ZqPipeline", "unet": ["zq_own", "Thing"], "vae": ["diffusers", "AutoencoderKL"]}"""),
        ("zq_own", """{"_class_name": ["zq_own", "ZqPipeline"]}"""),
        ("zq_own.py", """{"model": {"modelName": "x", "handler": "zq_own.py"}, "archiverVersion": "0.9"}"""),
        ("zq_own.Thing", """{"__class__": "Thing", "__module__": "zq_own", "__loader__": "ObjectNode", "content": {}}"""),
        ("zq_own.thing", """{"__class__": "function", "__module__": "zq", "content": {"module_path": "zq_own", "function": "thing"}}"""),
        // The last of two counts to most readers, and to some the first.
        ("zq_own.Thing", """{"__class__": "list", "__class__": "Thing", "__module__": "zq_own", "__loader__": "ObjectNode"}"""),
        ("zq_own.Thing", """{"__class__": "Thing", "__class__": "list", "__module__": "zq_own", "__loader__": "ObjectNode"}"""),
        ("zq_own.Thing", """{"__class__": "Thing", "__module__": "builtins", "__module__": "zq_own", "__loader__": "ObjectNode"}"""),
        ("zq_own.Thing", """{"__class__": "Thing", "__module__": "zq_own", "__loader__": "JsonNode", "__loader__": "ObjectNode"}"""),
        ("zq_own.Thing", """{"auto_mapping": {"base_model_class": "x", "base_model_class": "Thing", "parent_library": "zq_own"}}"""),
        ("zq_own.Thing", "{" + string.Concat(Enumerable.Repeat("\"name\": 1, ", 2000)) + "\"target\": \"zq_own.Thing\", \"params\": {}}"),
        ("sandbox", """{"chat_template": "{{ x.__class__ }}"}"""),
        ("sandbox", """{"chat_template": [{"name": "a", "template": "{{ x | attr ('__cl' ~ 'ass__') }}"}]}"""),
        ("sandbox", """{"anything": "{{ '\\x5f' }}"}"""),
        ("zq_own.thing", """{"_component_": "zq_own.thing"}"""),
        ("zq_own.thing", """{"__target__": "zq_own.thing", "x": 1}"""),
        ("zq_own:thing", """{"model": {"_factory_": "zq_own:thing"}}"""),
        ("zq_own.thing", """{"_instantiator": "zq_own.thing"}"""),
        ("zq_own.thing", """{"formatters": {"x": {"()": "zq_own.thing"}}}"""),
        ("zq_own.Thing", """{"version": 1, "handlers": {"x": {"class": "zq_own.Thing", "level": "INFO"}}}"""),
        ("zq_own.thing", """{"model": {"target": "zq_own.thing"}}"""),
        ("zq_own.mod.Thing", """{"model": {"type": "zq_own.mod.Thing", "depth": 50}, "default_scope": "mmdet"}"""),
        ("zq_own.mod.thing", """{"train_dataloader": {"type": "zq_own.mod.thing"}}"""),
        ("zq_own.thing", """{"dataset_reader": {"type": "zq_own.thing"}, "model": {}}"""),
        ("zq_own.thing", """{"type": "zq_own.thing", "init_parameters": {}}"""),
        ("zq_own.thing", """{"uses": "zq_own.thing", "constructor_name": "create"}"""),
        ("zq_own.thing", """{"provider": "zq_own.thing", "component_type": "agent"}"""),
        ("zq_own.thing", """{"__kind__": "instance", "class": "zq_own.thing", "args": []}"""),
        ("zq_own.Thing", """{"implementation": "zq_own.Thing", "parameters": {}}"""),
        ("zq_own:thing", """{"id": "x", "entry_point": "zq_own:thing"}"""),
        ("zq_own:svc", """{"service": "zq_own:svc", "include": ["*"]}"""),
        ("zq_own.Thing", """{"factory": "zq_own.Thing", "kwargs": {}}"""),
        ("zq_own.Thing", """{"@module": "zq_own", "@class": "Thing"}"""),
        ("zq_own.thing", """{"module": "zq_own", "function": "thing", "args": [1], "kwargs": {}}"""),
        ("mmdet.zq.thing", """{"train_cfg": 1, "x": {"type": "mmdet.zq.thing"}}"""),
        ("zq_thing", "a: !lambda 'lambda x: zq_thing(x)'\n"),
        ("imp.load_source", """{"train_cfg": 1, "x": {"type": "imp.load_source"}}"""),
        ("zq_own.thing.Zq", """{"class": "Zq", "module_path": "zq_own.thing", "kwargs": {}}"""),
        ("zq_own.py.Zq", """{"class": "Zq", "module_path": "/a/zq_own.py", "kwargs": {}}"""),
        ("zq_own.zq:Thing", """{"x": {"class": "zq_own.zq:Thing", "args": {}}}"""),
        ("zq_own.zq:Thing", """{"chainer": {"pipe": [{"class_name": "zq_own.zq:Thing"}]}}"""),
        ("eval:", """{"x": "${eval:'__zq__(1)'}"}"""),
        ("builtins.exec", """{"class_name": "function", "config": "exec", "module": "builtins", "registered_name": "function"}"""),
        ("builtins.exec", """{"class_name": "exec", "config": {}, "module": "builtins", "registered_name": null}"""),
        ("zq_own", """{"megatron_config": {}, "megatron_core": "zq_own"}"""),
        ("zq_own.py", """{"model_type": "zq", "model_file": "zq_own.py"}"""),
        ("zq_own.so", """{"model_type": "zq", "model_file": "zq_own.so"}"""),
        ("zq_own.mod.Thing", """{"pipeline": {"name": "zq_own.mod.Thing", "params": {}}}"""),
        ("zq_own.mod.Thing", """{"pipeline": {}, "preprocessors": {"a": {"name": "zq_own.mod.Thing", "params": {}}}}"""),
        ("zq_own.mod.Thing", """{"language": "en", "pipeline": [{"name": "zq_own.mod.Thing", "epochs": 1}], "policies": []}"""),
        ("zq_own.mod.thing", """{"tracker_store": {"type": "zq_own.mod.thing", "url": "x"}}"""),
        ("zq_own.mod.Thing", """{"a": {"env_wrapper": "zq_own.mod.Thing"}}"""),
        ("zq_own.mod.Thing", """{"a": {"env_wrapper": [{"zq_own.mod.Thing": {"a": 1}}, "gymnasium.wrappers.Zq"]}}"""),
        ("zq_own.mod.Thing", """{"a": {"n_timesteps": 1, "callback": ["zq_own.mod.Thing"]}}"""),
        ("exec", """{"a": {"n_timesteps": 1, "policy_kwargs": "dict(a=exec('zq'))"}}"""),
        ("zq_own", """{"framework": "pytorch", "task": "x", "plugins": ["zq_own"]}"""),
        ("zq_own", """{"framework": "pytorch", "task": "x", "plugins": "zq_own"}"""),
        ("zq_own.py", """{"_base_": "zq_own.py", "x": 1}"""),
        ("zq_own.py", """{"_base_": ["a.json", "../zq_own.py"]}"""),
        ("zq_own", """{"meta": {"cfg": "import zq_own\nx = 1\n"}}"""),
        ("zq_own", """{"meta": {"cfg": "custom_imports = dict(imports=['zq_own'])"}}"""),
        ("zq_own.mod.Thing", "!!python/object/apply:collections.OrderedDict\n- - - env_wrapper\n    - zq_own.mod.Thing\n"),
        ("zq_own.mod.Thing", "!!python/object/apply:collections.OrderedDict\n- - - env_wrapper\n    - - zq_own.mod.Thing\n"),
        ("zq_own.mod.Thing", "!!python/object/apply:collections.OrderedDict\n- - [a, 1]\n  - [_target_, zq_own.mod.Thing]\n"),
        ("zq_own.mod.Thing", "a: !!python/object/apply:collections.OrderedDict [[[auto_map, {a: zq_own.mod.Thing}]]]\n"),
        ("zq_thing", "!!python/object/apply:collections.OrderedDict\n- - - policy_kwargs\n    - eval('zq_thing')\n  - [n_timesteps, 1]\n"),
        ("zq_own", "a: !!python/object/apply:collections.OrderedDict []\nb: [[\"__import__('zq_own')()\"]]\n"),
        ("zq_thing", "a: !!python/object/apply:collections.OrderedDict []\nbackbone: [[-1, 1, zq_thing(1)]]\nhead: []\n"),
        ("zq_own.py", """{"jtype": "Zq", "metas": {"py_modules": ["zq_own.py"]}}"""),
        ("zq_own.py", """{"class": "Zq", "module_path": "/a/zq_own.py"}"""),
        ("allow_remote", """{"framework": "pytorch", "task": "x", "allow_remote": true}"""),
        ("zq_own.thing", """{"type": "haystack.zq.Zq", "init_parameters": {"streaming_callback": "zq_own.thing"}}"""),
        ("zq_own.thing", """{"init_parameters": {"x": {"name": "", "description": "", "parameters": {}, "function": "zq_own.thing"}}}"""),
        ("zq_own.mod.Thing", """{"x": {"type": "zq_own.mod.Thing", "filepath": "a"}}"""),
        ("zq_own.mod:Thing", """{"entrypoint": "zq_own.mod:Thing", "searcher": {"name": "single"}}"""),
        ("zq_own.Thing", """{"types": {"query_0": "zq_own.Thing"}, "structure": {}}"""),
        ("zq_own.Thing", """{"unet": [null, null, {"type_hint": ["zq_own", "Thing"]}]}"""),
        ("zq_own/kernel", """{"attn_implementation": "zq_own/kernel"}"""),
        ("zq_own", """{"custom_imports": {"imports": ["zq_own"], "allow_failed_imports": false}}"""),
        ("zq_own.py", """{"flavors": {"python_function": {"model_code_path": "zq_own.py"}}}"""),
        ("zq_code", """{"python_function": {"loader_module": "mlflow.pytorch", "code": "zq_code"}}"""),
        ("zq_thing", """{"backbone": [[-1, 1, "zq_thing(1)", [64]]], "head": []}"""),
        ("zq_thing", """{"activation": "zq_thing()", "nc": 80}"""),
        ("zq_thing", """{"x": "$zq_thing(1)", "bundle_root": "."}"""),
        ("zq_thing", """{"y": {"x": "$print(zq_thing)"}}"""),
        ("zq_thing", """{"x": "$torch.zq_thing(1)"}"""),
        ("zq_own", """{"imports": ["$import zq_own"]}"""),
        ("zq_thing", """{"train": "x", "download": "zq_thing()"}"""),
        ("zq_own.so", """{"session_options": {"custom_ops_library": "zq_own.so"}}"""),
        ("zq_file", """{"class_name": "StringLookup", "config": {"vocabulary": "/zq_file"}}"""),
        ("Lambda", """{"class_name": "Lambda", "config": {"function": ["x", null, null]}}"""),
        ("Lambda", """{"registered_name": "Package>Lambda", "config": {}}"""),
        ("TFSMLayer", """{"module": "keras.layers", "class_name": "TFSMLayer", "config": {}, "registered_name": null}"""),
        ("zq_own.Thing", """{"module": "zq_own", "class_name": "Thing", "config": {}, "registered_name": null}"""),
        ("zq_own.thing", """{"module": "zq_own", "class_name": "function", "config": "thing", "registered_name": "x"}"""),
        ("zq_own.Thing", """{"text": " {\"a\": \"[{\\\"_target_\\\": \\\"zq_own.Thing\\\"}]\"}"}"""),
        ("zq_own.Thing", """{"json://{\"py/object\": \"zq_own.Thing\"}": 1}"""),
        ("zq_own.thing", "a: !function zq_own.thing\n"),
        ("zq_own", "a: !import zq_own\n"),
        ("zq_own.Outer$Inner", "a: !!zq_own.Outer$Inner [x]\n"),
        ("zq_own.Thing", "model:\n  _target_: zq_own.Thing\n"),
        ("zq_own.Thing", "a: {b: [{_target_: zq_own.Thing}]}\n"),
        ("zq_own.Thing", "? _target_\n: zq_own.Thing\n"),
        ("zq_own.Thing", "a: &n zq_own.Thing\nb:\n  _target_: *n\n"),
        ("zq_own.Thing", "a:\n- class_path: zq_own.Thing\n  init_args: {}\n"),
        ("zq_own.Thing", "model:\n  target: zq_own.Thing\n  params: {a: 1}\n"),
        ("zq_own.Thing", "flavors:\n  python_function:\n    loader_module: zq_own.Thing\n"),
        ("zq_own.Thing", "a: !!python/object/apply:zq_own.Thing [1]\n"),
        ("zq_own.Thing", "a: !new:zq_own.Thing\n  b: 1\n"),
        // A comment to a lenient reader of JSON, and items of a list to YAML.
        ("zq_own.Thing", "[1 //, !!python/name:zq_own.Thing x, y\n]\n"),
        ("zq_own.Thing", "{\"a\": 1 /*, b: !new:zq_own.Thing {}, c: */}\n"),
        ("zq_own.Thing", "{ // a note\n \"auto_map\": {\"A\": \"zq_own.Thing\"}\n}\n"),
        ("sandbox", "some text {# {{ #}\n{{ x.__class__ }}\n"),
    ];

    private static readonly string[] s_honest =
    [
        """{"architectures": ["BertModel"], "model_type": "bert", "auto_map": null, "trust_remote_code": false, "x": Infinity}""",
        """{"_class_name": "UNet2DConditionModel", "down_block_types": ["DownBlock2D", "AttnDownBlock2D"]}""",
        """{"_class_name": "StableDiffusionPipeline", "unet": ["diffusers", "UNet2DConditionModel"], "x": [null, null]}""",
        """[{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}]""",
        """{"in_features": 2, "activation_function": "torch.nn.modules.activation.Tanh"}""",
        """{"activation_function": "gelu_new", "type": "a.b", "handler": "x", "target": "host.example.com"}""",
        """{"model": {"_target_": "torch.nn.Linear", "in_features": 1}}""",
        """{"backbone": {"type": "ResNet", "depth": 50}, "head": [["x", "nn.Upsample", "None"]], "activation": "nn.SiLU()"}""",
        """{"type": "zq.thing", "module": "zq", "class": "Thing", "function": "f", "factory": "x", "uses": "actions/checkout@v3"}""",
        """{"@type": "sc:Dataset", "$schema": "http://x/y.json", "type": "google.protobuf.Any", "entry_point": "main.py"}""",
        """{"megatron_config": null, "megatron_core": "megatron.core", "auto_mapping": null, "chat_template": null}""",
        """{"_instantiator": "pytorch_lightning.cli.instantiate_module", "attn_implementation": "sdpa"}""",
        """{"python_function": {"loader_module": "mlflow.sklearn", "code": null}, "sklearn": {"code": null, "pickled_model": "m.pkl"}}""",
        """{"module": "keras.layers", "class_name": "Dense", "config": {"units": 1}, "registered_name": null}""",
        """{"a": "$f(x) = x^2$ is", "b": "$1(a)", "c": "${x(1)}", "d": "$(nproc)", "e": "{\"type\": \"text\"}", "f": "[INST] \"x\""}""",
        """{"trust_remote_code": 0, "x": {"trust_remote_code": ""}, "tokenizer_class": "BertTokenizer", "types": {"a": "b.c"}}""",
        """{"a": "$lowercase(Name)", "b": "$split(Id, \"/\")[-1]", "c": "$join([\"x:\", Name])", "types": ["x.googleapis.com"]}""",
        """{"target": "ES2020", "compilerOptions": {"types": {"x": "./index.d.ts"}}, "download": "https://x/y.zip"}""",
        """{"auto_mapping": {"base_model_class": "BertModel", "parent_library": "transformers.models.bert.modeling_bert"}}""",
        """{"chat_template": "{% for m in messages %}{{ m['content'] | trim }}{{ loop.index0 }}{% endfor %}", "eos": "</s>!"}""",
        """{"note": "auto_map and !!python/name:zq_own.Thing", "text": "{{ user }} __class__"}""",
        "name: build\non: [push]\njobs:\n  x:\n    if: ${{ !cancelled() }}\n    runs-on: ubuntu\n    steps:\n    - run: echo \"hi!\" !\n",
        "Resources:\n  A:\n    Type: X\n    P: !Sub '${B}-x'\n    Q: !GetAtt A.Arn\n    R: !If [c, !Ref B, !Ref C]\n",
        "services:\n  web:\n    image: \"x:1\"\n    build:\n      target: prod\n    volumes:\n    - type: bind\n      target: /a/b.c\n",
        "name: env\nchannels: [defaults]\ndependencies:\n- python=3.11\n- pip:\n  - torch!=2.0\n",
        "net: {_target_: torch.nn.Linear, in_features: 1}\nopt:\n  _target_: torch.optim.AdamW\n",
        "a: !!python/tuple [1, 2]\nb: !!set {x}\nc: !!binary aGk=\nd: !include other.yaml\n",
        "# A page\n\nText with `code`:\n\n```yaml\na: !!python/name:zq_own.Thing\n```\n",
        "def f(x):\n    return f\"{{{x!r}}}\" + x.__class__.__name__\n",
        "*.pt\n!keep.pt\n!docs/a.b\n",
    ];

    private static IEnumerable<string> Archives => Clothing.Archives.Keys;

    [TestCaseSource(nameof(Archives))]
    public void GivenNameOfCode_ItIsFoundWhateverStandsAroundIt(string archive)
    {
        Assert.Multiple(() =>
        {
            foreach (var (said, text) in s_hostile)
            {
                foreach (string name in s_names)
                {
                    foreach (var (encoding, encode) in Clothing.Encodings)
                    {
                        ScanReport report = Scanned.Bytes(Clothing.Archives[archive](name, encode(text)), NameOf(archive, name));
                        Finding? found = report.Findings.FirstOrDefault(finding => finding.Verdict >= Verdict.Suspicious
                            && finding.Message.Contains(said, StringComparison.Ordinal));
                        Assert.That(found, Is.Not.Null, $"{encoding}, {name}: {text}");
                        if (archive is not ("nothing" or "gzip"))
                            Assert.That(found?.Location.Record, Does.EndWith(name));
                    }
                }
            }
        });
    }

    [TestCaseSource(nameof(Archives))]
    public void GivenHonestText_ItIsCleanAndComplete(string archive)
    {
        Assert.Multiple(() =>
        {
            foreach (string text in s_honest)
            {
                foreach (string name in s_names.Where(name => text[0] is not ('#' or '*') || name != "conf.yaml"))
                {
                    foreach (var (encoding, encode) in Clothing.Encodings)
                    {
                        // A file that is called JSON and is none is not called clean.
                        if (name == "config.json" && text[0] is not ('{' or '[')) continue;
                        ScanReport report = Scanned.Bytes(Clothing.Archives[archive](name, encode(text)), NameOf(archive, name));
                        Assert.That(report.Findings.Where(static finding => !finding.IsNote), Is.Empty, $"{encoding}, {name}: {text}");
                        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Clean, true)), $"{encoding}, {name}: {text}");
                    }
                }
            }
        });
    }

    // Dangerous by the catalogue is dangerous in every clothing.
    [TestCase("""{"_target_": "posix.system"}""")]
    [TestCase("""{"py/function": "posix.system"}""")]
    [TestCase("""{"__class__": "system", "__module__": "posix", "__loader__": "FunctionNode"}""")]
    [TestCase("""[{"idx": 0, "path": "", "type": "posix.system"}]""")]
    [TestCase("a: !!python/name:posix.system ''\n")]
    [TestCase("a: !apply:posix.system [x]\n")]
    [TestCase("a: !!python/module:posix ''\n")]
    [TestCase("_target_: torch.nn.posix.system\n")]
    [TestCase("{\"type\": \"posix.system\"}")]
    [TestCase("{\"function\": \"posix.system\", \"cmd\": \"x\"}")]
    [TestCase("{\"class\": \"posix.system\"}")]
    [TestCase("{\"target\": \"posix.system\", \"x\": 1}")]
    [TestCase("{\"module\": \"posix\", \"func\": \"system\"}")]
    [TestCase("{\"type\": \"zq_own.zq.posix.system\", \"x\": 1}")]
    [TestCase("{\"function\": \"posix:system\", \"file\": \"told of\", \"args\": [1]}")]
    public void GivenDangerousName_ItIsDangerous(string text)
    {
        ScanReport report = Scanned.Bytes(Clothing.Encodings["utf-8"](text), "x.cfg");
        Assert.That(report.Verdict, Is.EqualTo(Verdict.Dangerous));
        Assert.That(report.Findings.Any(static finding => finding.Id == DiagnosticId.DangerousGlobal
            && finding.Message.Contains("posix", StringComparison.Ordinal) && finding.Location.Offset is not null));
    }

    // Languages that are neither JSON nor YAML, by their names.
    [TestCase("x.toml", "[model]\nclass_path = \"zq_own.Thing\"\n", true)]
    [TestCase("x.toml", "model.class_path = 'zq_own.Thing'\n", true)]
    [TestCase("x.json5", "{ model: { class_path: 'zq_own.Thing', }, }", true)]
    [TestCase("x.jsonnet", "local x = 1; { model: { class_path: \"zq_own.Thing\" } }", true)]
    [TestCase("x.conf", "model { _target_ = \"zq_own.Thing\" }", true)]
    [TestCase("x.toml", "[a]\ntarget = \"zq_own.Thing\"\nparams = 1\n", true)]
    [TestCase("logging.ini", "[handler_h]\nclass=StreamHandler\nargs=(zq_own.Thing(),)\n", true)]
    [TestCase("logging.ini", "[handler_h]\nclass=StreamHandler\nargs=(sys.stdout,)\n", false)]
    [TestCase("logging.ini", "[loggers]\nkeys=root\n[handlers]\nkeys=h\n[handler_h]\nclass=handlers.SysLogHandler\nargs=('/a',)\n", false)]
    [TestCase("logging.ini", "[loggers]\nkeys=root\n[handlers]\nkeys=h\n[handler_h]\nclass=zq_own.thing\nargs=()\n", true)]
    [TestCase("logging.ini", "[handler_h]\nclass=(zq(1),StreamHandler)[1]\nargs=()\n", true)]
    [TestCase("logging.ini", "[handler_h]\nARGS=(zq(1),)\n", true)]
    [TestCase("logging.ini", "[handler_h]\nargs=(\n  zq(1),)\n", true)]
    [TestCase("logging.ini", "[handler_h]\nargs=\n  (zq(1),)\n", true)]
    [TestCase("logging.conf", "[handler_h]\nargs=(1,zq(1))\n", true)]
    [TestCase("logging.conf", "[handler_h]\nargs={}and 1 or (zq(1),)\n", true)]
    [TestCase("logging.conf", "[handler_h]\nkwargs={\"a\":zq(1)}\n", true)]
    [TestCase("logging.conf", "[handler_h]\nargs=(z%(y)s,)\ny=q(1)\n", true)]
    [TestCase("logging.conf", "[handler_h]\nargs=('%(name)s','a')\nname=a.log\n", false)]
    [TestCase("x.toml", "a.\"class_path\" = \"zq_own.Thing\"\n", true)]
    [TestCase("x.toml", "\"a\".\"class_path\" = 'zq_own.Thing'\n", true)]
    [TestCase("x.toml", "a . class_path = 'zq_own.Thing'\n", true)]
    [TestCase("x.toml", "\"\\u0063lass_path\" = 'zq_own.Thing'\n", true)]
    [TestCase("x.toml", "class_path = \"\"\"\nzq_own.Thing\"\"\"\n", true)]
    [TestCase("x.toml", "class_path = \"\"\"\\\n  zq_own.Thing\"\"\"\n", true)]
    [TestCase("x.toml", "class_path = '''zq_own.Thing'''\n", true)]
    [TestCase("x.toml", "[a]\ntarget = \"zq_own.Thing\"\n[a.params]\nx = 1\n", true)]
    [TestCase("x.toml", "a.target = \"zq_own.Thing\"\na.params.x = 1\n", true)]
    [TestCase("x.toml", "a = {target = \"zq_own.Thing\", params = {x = 1}}\n", true)]
    [TestCase("x.ini", "[a]\nclass_path =\n  zq_own.Thing\n", true)]
    [TestCase("x.ini", "[a]\rclass_path = zq_own.Thing\r", true)]
    [TestCase("x.ini", "[a]\nCLASS_PATH = zq_own.Thing\n", true)]
    [TestCase("x.json5", "{class_path\n:\n'zq_own.Thing'}", true)]
    [TestCase("x.json5", "{class_path /*:*/ : 'zq_own.Thing'}", true)]
    [TestCase("x.json5", "{\\u0063lass_path: 'zq_own.Thing'}", true)]
    [TestCase("x.jsonnet", "{['class_path']: 'zq_own.Thing'}", true)]
    [TestCase("x.jsonnet", "{['class_'+'path']: 'zq_own.Thing'}", true)]
    [TestCase("x.jsonnet", "{class_path+: 'zq_own.Thing'}", true)]
    [TestCase("x.jsonnet", "{\"dataset_reader\": {\n type: \"zq_own.mod.R\"\n }}", true)]
    [TestCase("x.toml", "[a]\nb = { version = \"1\", path = \"../b\" }\n[[bin]]\npath = \"a.rs\"\nname = \"x\"\n", false)]
    [TestCase("x.conf", "server {\n listen 80; # a: b\n location / { proxy_pass http://a.b:80; }\n}\n", false)]
    [TestCase("pyproject.toml", "[project]\nname = \"x\"\nrequires = [\"a>=1\", \"b\"]\n[tool.x]\ntarget = \"py311\"\n", false)]
    [TestCase("setup.cfg", "[metadata]\nname = x\n[options]\npackages = find:\n", false)]
    public void GivenSimplerLanguage_ItsKeysCount(string name, string text, bool isSuspicious) =>
        Assert.That(Scanned.Bytes(Clothing.Encodings["utf-8"](text), name).Verdict,
            Is.EqualTo(isSuspicious ? Verdict.Suspicious : Verdict.Clean));

    // Functions and methods of a known library load and fetch: only its classes pass.
    [TestCase("torch.nn.Linear", false)]
    [TestCase("transformers.BertModel", false)]
    [TestCase("transformers.BertModel.zq_fetch", true)]
    [TestCase("torch.nn.zq_function", true)]
    [TestCase("torch.nn._Hidden", true)]
    [TestCase("torch.nnzq.Linear", true)]
    [TestCase("${zq}", true)]
    [TestCase("zq", true)]
    public void GivenNameOfKnownLibrary_OnlyItsClassesPass(string name, bool isSuspicious) =>
        Assert.That(Scanned.Bytes(Clothing.Encodings["utf-8"]($$"""{"_target_": "{{name}}"}"""), "x.json").Verdict,
            Is.EqualTo(isSuspicious ? Verdict.Suspicious : Verdict.Clean));

    // A text that does not end counts as far as it goes, and is not complete where a loader asks for it by name.
    [TestCase("config.json", false)]
    [TestCase("other.json", true)]
    public void GivenJsonThatBreaks_WhatStandsBeforeTheBreakCounts(string name, bool isComplete)
    {
        ScanReport report = Scanned.Bytes(Clothing.Encodings["utf-8"]("""{"auto_map": {"A": "zq_own.Thing"""), name);
        Assert.That((report.Verdict, report.Complete), Is.EqualTo((Verdict.Suspicious, isComplete)));
    }

    // Nested deeper than any parser goes: no stack is used up, and nothing is called looked at.
    [TestCase("[", "]")]
    [TestCase("{\"a\":", "}")]
    [TestCase("- ", "")]
    public void GivenDeepNesting_ItIsNotScanned(string open, string close)
    {
        string text = string.Concat(Enumerable.Repeat(open, 20_000)) + "1" + string.Concat(Enumerable.Repeat(close, 20_000));
        Assert.That(Scanned.Bytes(Clothing.Encodings["utf-8"](text), "x.json").Complete, Is.False);
    }

    // What stands behind 64 MiB of keys and values was not looked at; texts of other kinds are data.
    [TestCase("[1,", "{\"auto_map\":\"zq_own.Thing\"}]", false)]
    [TestCase("[\"", "\",{\"auto_map\":\"zq_own.Thing\"}]", false)]
    [TestCase("a: 1\n", "b: !new:zq_own.Thing\n", false)]
    [TestCase("[12:00] a log\n", "x\n", true)]
    [TestCase("a,b,c\n", "1,2,3\n", true)]
    public void GivenLongText_ItIsNotCalledLookedAt(string start, string end, bool isComplete)
    {
        byte[] text = new byte[(1 << 26) + 100];
        text.AsSpan().Fill((byte)' ');
        Clothing.Encodings["utf-8"](start).CopyTo(text, 0);
        Clothing.Encodings["utf-8"](end).CopyTo(text, text.Length - end.Length);
        Assert.That(Scanned.Bytes(text, "x").Complete, Is.EqualTo(isComplete));
    }

    private static string NameOf(string archive, string name) => archive switch
    {
        "nothing" => name,
        "gzip" => name + ".gz",
        _ => "archive",
    };
}
