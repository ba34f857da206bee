namespace SafeLoad.Globals;

/// <content>Modules that are dangerous as a whole, with their submodules.</content>
internal static partial class DangerousGlobals
{
    private static void AddStandardLibrary(Dictionary<string, string> modules)
    {
        Family(modules, "runs programs", "os", "posix", "nt", "os2emxpath", "subprocess", "_posixsubprocess", "_bootsubprocess", "pty",
            "popen2", "commands", "multiprocessing", "_multiprocessing", "concurrent", "asyncio", "_asyncio", "sched", "_winapi",
            "_overlapped",
            "_osx_support", "_aix_support", "_android_support", "_ios_support", "_apple_support", "platform", "uuid", "toaiff",
            "mimetools");
        Family(modules, "loads or runs code", "runpy", "imp", "importlib", "_imp", "_frozen_importlib", "_frozen_importlib_external",
            "zipimport", "zipapp", "pkgutil", "code", "codeop", "marshal", "site", "sitecustomize", "usercustomize", "_sitebuiltins",
            "modulefinder",
            "py_compile", "compileall", "pyclbr", "pydoc", "pydoc_data", "lib2to3", "distutils", "ensurepip", "venv", "compiler", "parser",
            "_peg_parser", "ihooks", "imputil", "rexec", "Bastion", "sysconfig", "_sysconfig", "encodings", "gettext", "dl", "antigravity",
            "this");
        Family(modules, "runs code that it generates or is given", "dataclasses", "annotationlib", "contextlib", "functools", "_functools",
            "future_builtins", "mutex", "new", "copy", "optparse", "contextvars", "_contextvars", "codecs", "warnings", "_warnings",
            "_py_warnings");
        Family(modules, "debugs, profiles or tests by running code", "pdb", "bdb", "trace", "cProfile", "profile", "profiling.sampling",
            "profiling.tracing", "_lsprof", "hotshot", "_hotshot", "pstats", "timeit", "doctest", "unittest", "test", "idlelib", "_pyrepl",
            "faulthandler", "tracemalloc", "_tracemalloc", "cgitb", "traceback",
            "_testcapi", "_testinternalcapi", "_testlimitedcapi", "_testbuffer", "_testmultiphase", "_testsinglephase",
            "_testimportmultiple", "_testclinic", "_ctypes_test", "_xxtestfuzz", "xxlimited", "xxlimited_35", "xxlimited_3_13", "xxsubtype",
            "_testexternalinspection");
        Family(
            modules, "reads a pickle inside of the pickle", "pickle", "_pickle", "cPickle", "pickletools", "shelve", "copyreg", "copy_reg");
        Family(modules, "reaches native code or memory", "ctypes", "_ctypes", "mmap", "_posixshmem", "readline", "msvcrt", "winreg",
            "_winreg", "_msi", "msilib", "_wmi");
        Family(modules, "reaches the interpreter", "sys", "inspect", "types", "_types", "_thread", "threading", "_threading_local",
            "dummy_thread", "_dummy_thread", "dummy_threading", "atexit", "signal", "_signal", "ast", "_ast", "symtable", "_symtable",
            "dis", "opcode", "_opcode", "gc",
            "_xxsubinterpreters", "_interpreters", "_interpchannels", "_interpqueues", "_remote_debugging", "resource");
        Family(modules, "reaches the network", "socket", "_socket", "ssl", "_ssl", "socketserver", "http", "httplib", "urllib", "urllib2",
            "ftplib", "smtplib", "smtpd", "poplib", "imaplib", "nntplib", "telnetlib", "xml", "xmlrpc", "xmlrpclib", "SimpleHTTPServer",
            "BaseHTTPServer", "CGIHTTPServer", "SimpleXMLRPCServer", "DocXMLRPCServer", "SocketServer", "webbrowser", "cgi", "wsgiref",
            "select", "selectors", "asyncore", "asynchat", "nis", "_scproxy", "syslog", "cookielib", "_LWPCookieJar", "_MozillaCookieJar",
            "robotparser", "gopherlib");
        Family(modules, "reaches files", "io", "_io", "_pyio", "pathlib", "posixpath", "ntpath", "macpath", "genericpath", "posixfile",
            "shutil", "tempfile", "glob", "dircache", "fileinput", "zipfile", "tarfile", "gzip", "bz2", "lzma", "compression", "linecache",
            "filecmp", "difflib",
            "tokenize", "tabnanny", "dbm", "_dbm", "_gdbm", "bsddb", "_bsddb", "sqlite3", "_sqlite3", "mailbox", "mailcap", "mhlib",
            "mimify", "mimetypes", "netrc", "configparser", "ConfigParser", "plistlib", "uu", "binhex", "aifc", "sunau", "sunaudio", "wave",
            "sndhdr", "imghdr", "fcntl", "argparse");
        Family(modules, "writes logs to files and the network", "logging");
        Family(modules, "reaches the terminal, the screen, devices or accounts", "curses", "_curses", "_curses_panel", "tkinter",
            "_tkinter", "Tkinter", "FixTk", "Canvas", "turtle", "turtledemo", "tty", "termios", "getpass", "pwd", "grp", "spwd",
            "ossaudiodev", "linuxaudiodev", "sunaudiodev", "audiodev", "winsound");
        Family(modules, "builds shell commands", "pipes", "cmd", "shlex", "nturl2path", "macurl2path", "rlcompleter");
        Family(modules, "attaches functions to names or calls by name", "operator", "_operator");
    }

    private static void AddPackages(Dictionary<string, string> modules)
    {
        Family(modules, "runs programs", "pexpect", "ptyprocess", "sh", "plumbum", "fabric", "paramiko", "psutil",
            "torch.distributed.launch", "torch.distributed.launcher", "torch.distributed.run", "torch.distributed.elastic",
            "torch.multiprocessing",
            "torch.utils.collect_env", "torch.utils.hipify", "torch.utils._cpp_extension_versioner", "numpy.distutils", "billiard", "loky",
            "ray.cloudpickle", "ray._private", "ray.remote_function", "dask", "deepspeed.launcher", "torch.backends.xeon",
            "torch._strobelight", "transformers.testing_utils", "transformers.commands", "accelerate.commands", "py.process", "py._process",
            "invoke", "docker", "trio", "anyio", "asyncssh", "execnet", "rpyc", "gevent", "eventlet", "ansible", "selenium", "pyautogui",
            "win32api", "win32com", "win32process", "comtypes", "pexpect.popen_spawn", "celery", "billiard.process");
        Family(modules, "loads or runs code", "setuptools", "pip", "pkg_resources", "_distutils_hack", "cffi", "_cffi_backend", "cython",
            "Cython", "pyximport", "numba", "jinja2", "mako", "IPython", "ipykernel", "jupyter_client", "jupyter_core", "hydra",
            "sympy.parsing", "sympy.utilities.autowrap", "numexpr", "asteval", "js2py",
            "numpy.f2py", "numpy.testing", "pandas.core.computation", "triton", "torch.utils.cpp_extension", "torch._inductor",
            "torch._dynamo", "torch._functorch", "torch._export", "torch.export", "torch.compiler", "torch.onnx", "torch.fx", "torch.hub",
            "torch.package", "torch._jit_internal", "torch._sources", "torch.testing", "torch._testing",
            "torch.jit._script", "torch.jit._trace", "torch.jit._recursive", "torch.jit._serialization", "torch.jit.annotations",
            "torch.jit.frontend", "torch.jit.unsupported_tensor_ops", "torch.jit._monkeytype_config", "torch.jit.mobile",
            "torch.utils.bottleneck", "torch.utils.benchmark", "torch.utils.backend_registration",
            "tensorflow.python.framework.load_library", "transformers.dynamic_module_utils", "transformers.utils.import_utils",
            "diffusers.utils.dynamic_modules_utils", "scipy.stats._distn_infrastructure", "scipy.stats._continuous_distns",
            "scipy.stats._discrete_distns", "scipy.stats.distributions", "scipy.weave", "statsmodels.base.data", "patsy", "formulaic",
            "keras.src.layers.core.lambda_layer", "keras.layers.core.lambda_layer", "mmengine.config", "mmcv.utils.config", "torch.library",
            "torch._library", "torch.utils._freeze", "torch.utils.throughput_benchmark", "transformers.agents", "transformers.tools",
            "smolagents",
            "keras.layers.Lambda", "theano", "django.core.management", "django.utils.module_loading", "flask", "paddle.utils.cpp_extension",
            "tvm.runtime", "mlflow.pyfunc", "PIL.ImageMath", "detectron2.config.lazy");
        Family(modules, "looks modules up by name", "six.moves", "future", "past", "lazy_loader", "zope.dottedname", "pydantic.v1.utils",
            "werkzeug.utils");
        Family(modules, "debugs, profiles or tests by running code", "pytest", "_pytest", "nose", "hypothesis", "line_profiler",
            "memory_profiler", "torch.profiler", "torch.autograd.profiler", "torch.utils.tensorboard");
        Family(modules, "reads a pickle inside of the pickle", "dill", "_dill", "cloudpickle", "joblib", "sklearn.externals.joblib",
            "jsonpickle", "hickle", "klepto", "skops.io", "srsly", "compress_pickle", "pandas.compat.pickle_compat",
            "torch.utils._config_module", "torch._weights_only_unpickler", "torch.utils.data.datapipes",
            "torch.distributed.rpc", "torch.distributed.nn", "torch.distributed.distributed_c10d", "torch.distributed.rendezvous",
            "torch.distributed.checkpoint.state_dict_loader", "torch.utils.show_pickle", "torch.utils.model_dump", "yaml", "ruamel",
            "_yaml", "oyaml", "kombu.serialization", "Pyro4", "Pyro5", "pyspark.serializers", "pyspark.cloudpickle",
            "sqlalchemy.ext.serializer", "mmcv.runner.checkpoint", "mmengine.runner.checkpoint");
        Family(modules, "loads native code", "torch.ops", "torch._ops", "torch.classes", "torch._classes", "torch.utils._triton",
            "numpy.ctypeslib", "onnxruntime", "tensorrt", "llvmlite", "cupy");
        Family(modules, "reaches the network", "urllib3", "requests", "httpx", "httplib2", "aiohttp", "pycurl", "boto3", "botocore", "s3fs",
            "gcsfs", "google.cloud", "azure", "websocket", "websockets", "huggingface_hub", "torch.utils.model_zoo",
            "torchvision.datasets.utils", "gdown", "wget", "kagglehub", "openml",
            "sklearn.datasets._openml", "sklearn.datasets._base", "datasets.load", "datasets.builder", "transformers.utils.hub",
            "transformers.file_utils", "transformers.pipelines", "nltk.downloader", "twisted", "tornado", "grpc", "zmq", "gradio",
            "streamlit",
            "redis", "pymongo", "psycopg2", "pymysql", "pyodbc", "sqlalchemy.create_engine");
        Family(modules, "reaches files", "fsspec", "smart_open", "h5py", "tables", "zarr", "PIL.Image", "PIL.ImageShow", "PIL.ImageGrab",
            "aiofiles", "cv2", "imageio", "pandas.io", "scipy.io", "numpy.lib.npyio", "numpy.lib._npyio_impl", "numpy.lib.format",
            "numpy.lib._format_impl", "numpy.lib._datasource", "numpy.DataSource", "torchvision.io", "torchaudio", "safetensors",
            "nltk.data",
            "torch.distributed.checkpoint._fsspec_filesystem", "torch.utils.file_baton", "torch.utils._content_store", "keras.saving",
            "keras.src.saving", "keras.models", "tensorflow.python.saved_model", "tensorflow.python.lib.io", "tensorflow.keras.models",
            "tensorflow.saved_model", "tensorflow.io", "tensorflow.raw_ops", "tensorflow.python.ops.gen_io_ops",
            "tensorflow.python.platform.gfile", "tensorflow.compat.v1.gfile", "tensorflow.python.keras.engine.saving",
            "tensorflow.python.keras.saving", "keras.engine.saving", "keras.src.legacy.saving", "mmengine.fileio", "mmcv.fileio",
            "fvcore.common.file_io", "iopath", "torch.utils._zip", "torch._appdirs");
    }
}
