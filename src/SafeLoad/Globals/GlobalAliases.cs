using System.Collections.Frozen;

namespace SafeLoad.Globals;

/// <summary>
/// The Python 3 names of what Python 2 called differently. torch.save writes protocol 2, in which <c>builtins.set</c> is
/// <c>__builtin__.set</c>, so both spellings mean the same.
/// </summary>
/// <remarks>CPython's fix_imports (Lib/_compat_pickle.py) and PyTorch's shorter table (torch/_utils.py). The longer one is used: none of the
/// names that it has and PyTorch lacks leads to an allowed global, and a scanner must know what plain pickle would import.</remarks>
internal static class GlobalAliases
{
    private static readonly FrozenDictionary<string, string> s_modules = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["BaseHTTPServer"] = "http.server", ["CGIHTTPServer"] = "http.server", ["ConfigParser"] = "configparser",
        ["Cookie"] = "http.cookies", ["Dialog"] = "tkinter.dialog", ["DocXMLRPCServer"] = "xmlrpc.server",
        ["FileDialog"] = "tkinter.filedialog", ["HTMLParser"] = "html.parser", ["Queue"] = "queue",
        ["ScrolledText"] = "tkinter.scrolledtext", ["SimpleDialog"] = "tkinter.simpledialog", ["SimpleHTTPServer"] = "http.server",
        ["SimpleXMLRPCServer"] = "xmlrpc.server", ["SocketServer"] = "socketserver", ["StringIO"] = "io",
        ["Tix"] = "tkinter.tix", ["Tkconstants"] = "tkinter.constants", ["Tkdnd"] = "tkinter.dnd",
        ["Tkinter"] = "tkinter", ["UserDict"] = "collections", ["UserList"] = "collections",
        ["UserString"] = "collections", ["__builtin__"] = "builtins", ["_abcoll"] = "collections.abc",
        ["_elementtree"] = "xml.etree.ElementTree", ["_winreg"] = "winreg", ["anydbm"] = "dbm",
        ["cPickle"] = "pickle", ["cStringIO"] = "io", ["commands"] = "subprocess",
        ["cookielib"] = "http.cookiejar", ["copy_reg"] = "copyreg", ["dbhash"] = "dbm.bsd",
        ["dbm"] = "dbm.ndbm", ["dumbdbm"] = "dbm.dumb", ["dummy_thread"] = "_dummy_thread",
        ["gdbm"] = "dbm.gnu", ["htmlentitydefs"] = "html.entities", ["httplib"] = "http.client",
        ["markupbase"] = "_markupbase", ["repr"] = "reprlib", ["robotparser"] = "urllib.robotparser",
        ["test.test_support"] = "test.support", ["thread"] = "_thread", ["tkColorChooser"] = "tkinter.colorchooser",
        ["tkCommonDialog"] = "tkinter.commondialog", ["tkFileDialog"] = "tkinter.filedialog", ["tkFont"] = "tkinter.font",
        ["tkMessageBox"] = "tkinter.messagebox", ["tkSimpleDialog"] = "tkinter.simpledialog", ["ttk"] = "tkinter.ttk",
        ["urllib2"] = "urllib.request", ["urlparse"] = "urllib.parse", ["whichdb"] = "dbm",
        ["xmlrpclib"] = "xmlrpc.client",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<(string, string), (string, string)> s_names = new Dictionary<(string, string), (string, string)>
    {
        [("UserDict", "IterableUserDict")] = ("collections", "UserDict"),
        [("UserDict", "UserDict")] = ("collections", "UserDict"),
        [("UserList", "UserList")] = ("collections", "UserList"),
        [("UserString", "UserString")] = ("collections", "UserString"),
        [("__builtin__", "basestring")] = ("builtins", "str"),
        [("__builtin__", "intern")] = ("sys", "intern"),
        [("__builtin__", "long")] = ("builtins", "int"),
        [("__builtin__", "reduce")] = ("functools", "reduce"),
        [("__builtin__", "unichr")] = ("builtins", "chr"),
        [("__builtin__", "unicode")] = ("builtins", "str"),
        [("__builtin__", "xrange")] = ("builtins", "range"),
        [("_multiprocessing", "Connection")] = ("multiprocessing.connection", "Connection"),
        [("_socket", "fromfd")] = ("socket", "fromfd"),
        [("exceptions", "StandardError")] = ("builtins", "Exception"),
        [("itertools", "ifilter")] = ("builtins", "filter"),
        [("itertools", "ifilterfalse")] = ("itertools", "filterfalse"),
        [("itertools", "imap")] = ("builtins", "map"),
        [("itertools", "izip")] = ("builtins", "zip"),
        [("itertools", "izip_longest")] = ("itertools", "zip_longest"),
        [("multiprocessing", "AuthenticationError")] = ("multiprocessing.context", "AuthenticationError"),
        [("multiprocessing", "BufferTooShort")] = ("multiprocessing.context", "BufferTooShort"),
        [("multiprocessing", "ProcessError")] = ("multiprocessing.context", "ProcessError"),
        [("multiprocessing", "TimeoutError")] = ("multiprocessing.context", "TimeoutError"),
        [("multiprocessing.forking", "Popen")] = ("multiprocessing.popen_fork", "Popen"),
        [("multiprocessing.process", "Process")] = ("multiprocessing.context", "Process"),
        [("socket", "_socketobject")] = ("socket", "SocketType"),
        [("urllib", "ContentTooShortError")] = ("urllib.error", "ContentTooShortError"),
        [("urllib", "getproxies")] = ("urllib.request", "getproxies"),
        [("urllib", "pathname2url")] = ("urllib.request", "pathname2url"),
        [("urllib", "quote")] = ("urllib.parse", "quote"),
        [("urllib", "quote_plus")] = ("urllib.parse", "quote_plus"),
        [("urllib", "unquote")] = ("urllib.parse", "unquote"),
        [("urllib", "unquote_plus")] = ("urllib.parse", "unquote_plus"),
        [("urllib", "url2pathname")] = ("urllib.request", "url2pathname"),
        [("urllib", "urlcleanup")] = ("urllib.request", "urlcleanup"),
        [("urllib", "urlencode")] = ("urllib.parse", "urlencode"),
        [("urllib", "urlopen")] = ("urllib.request", "urlopen"),
        [("urllib", "urlretrieve")] = ("urllib.request", "urlretrieve"),
        [("urllib2", "HTTPError")] = ("urllib.error", "HTTPError"),
        [("urllib2", "URLError")] = ("urllib.error", "URLError"),
        [("whichdb", "whichdb")] = ("dbm", "whichdb"),
    }.ToFrozenDictionary();

    /// <summary>The name that Python 3 would look up.</summary>
    public static (string Module, string Name) Resolve(string module, string name)
    {
        if (s_names.TryGetValue((module, name), out var mapped)) return mapped;
        // Python 2's exceptions module: every class of it is a builtin now.
        if (module == "exceptions") return ("builtins", name);
        return (s_modules.GetValueOrDefault(module, module), name);
    }
}
