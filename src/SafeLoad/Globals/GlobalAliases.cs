namespace SafeLoad.Globals;

/// <summary>
/// The Python 3 names of what Python 2 called differently. torch.save writes protocol 2, in which <c>builtins.set</c> is
/// <c>__builtin__.set</c>, so both spellings mean the same.
/// </summary>
/// <remarks>CPython's fix_imports (Lib/_compat_pickle.py) and PyTorch's shorter table (torch/_utils.py). The longer one is used:
/// none of the names that it has and PyTorch lacks leads to an allowed global,
/// and a scanner must know what plain pickle would import.</remarks>
internal static class GlobalAliases
{
    private static readonly Dictionary<string, string> s_modules = new(StringComparer.Ordinal)
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
    };

    private static readonly Dictionary<string, string[]> s_names = new(StringComparer.Ordinal)
    {
        [GlobalKey.Of("UserDict", "IterableUserDict")] = ["collections", "UserDict"],
        [GlobalKey.Of("UserDict", "UserDict")] = ["collections", "UserDict"],
        [GlobalKey.Of("UserList", "UserList")] = ["collections", "UserList"],
        [GlobalKey.Of("UserString", "UserString")] = ["collections", "UserString"],
        [GlobalKey.Of("__builtin__", "basestring")] = ["builtins", "str"],
        [GlobalKey.Of("__builtin__", "intern")] = ["sys", "intern"],
        [GlobalKey.Of("__builtin__", "long")] = ["builtins", "int"],
        [GlobalKey.Of("__builtin__", "reduce")] = ["functools", "reduce"],
        [GlobalKey.Of("__builtin__", "unichr")] = ["builtins", "chr"],
        [GlobalKey.Of("__builtin__", "unicode")] = ["builtins", "str"],
        [GlobalKey.Of("__builtin__", "xrange")] = ["builtins", "range"],
        [GlobalKey.Of("_multiprocessing", "Connection")] = ["multiprocessing.connection", "Connection"],
        [GlobalKey.Of("_socket", "fromfd")] = ["socket", "fromfd"],
        [GlobalKey.Of("exceptions", "StandardError")] = ["builtins", "Exception"],
        [GlobalKey.Of("itertools", "ifilter")] = ["builtins", "filter"],
        [GlobalKey.Of("itertools", "ifilterfalse")] = ["itertools", "filterfalse"],
        [GlobalKey.Of("itertools", "imap")] = ["builtins", "map"],
        [GlobalKey.Of("itertools", "izip")] = ["builtins", "zip"],
        [GlobalKey.Of("itertools", "izip_longest")] = ["itertools", "zip_longest"],
        [GlobalKey.Of("multiprocessing", "AuthenticationError")] = ["multiprocessing.context", "AuthenticationError"],
        [GlobalKey.Of("multiprocessing", "BufferTooShort")] = ["multiprocessing.context", "BufferTooShort"],
        [GlobalKey.Of("multiprocessing", "ProcessError")] = ["multiprocessing.context", "ProcessError"],
        [GlobalKey.Of("multiprocessing", "TimeoutError")] = ["multiprocessing.context", "TimeoutError"],
        [GlobalKey.Of("multiprocessing.forking", "Popen")] = ["multiprocessing.popen_fork", "Popen"],
        [GlobalKey.Of("multiprocessing.process", "Process")] = ["multiprocessing.context", "Process"],
        [GlobalKey.Of("socket", "_socketobject")] = ["socket", "SocketType"],
        [GlobalKey.Of("urllib", "ContentTooShortError")] = ["urllib.error", "ContentTooShortError"],
        [GlobalKey.Of("urllib", "getproxies")] = ["urllib.request", "getproxies"],
        [GlobalKey.Of("urllib", "pathname2url")] = ["urllib.request", "pathname2url"],
        [GlobalKey.Of("urllib", "quote")] = ["urllib.parse", "quote"],
        [GlobalKey.Of("urllib", "quote_plus")] = ["urllib.parse", "quote_plus"],
        [GlobalKey.Of("urllib", "unquote")] = ["urllib.parse", "unquote"],
        [GlobalKey.Of("urllib", "unquote_plus")] = ["urllib.parse", "unquote_plus"],
        [GlobalKey.Of("urllib", "url2pathname")] = ["urllib.request", "url2pathname"],
        [GlobalKey.Of("urllib", "urlcleanup")] = ["urllib.request", "urlcleanup"],
        [GlobalKey.Of("urllib", "urlencode")] = ["urllib.parse", "urlencode"],
        [GlobalKey.Of("urllib", "urlopen")] = ["urllib.request", "urlopen"],
        [GlobalKey.Of("urllib", "urlretrieve")] = ["urllib.request", "urlretrieve"],
        [GlobalKey.Of("urllib2", "HTTPError")] = ["urllib.error", "HTTPError"],
        [GlobalKey.Of("urllib2", "URLError")] = ["urllib.error", "URLError"],
        [GlobalKey.Of("whichdb", "whichdb")] = ["dbm", "whichdb"],
    };

    /// <summary>Whether Python 2 called a name itself differently, and not only its module:
    /// what is known of the new name is not known of the old one.</summary>
    public static bool IsRenamed(string module, string name) => s_names.ContainsKey(GlobalKey.Of(module, name));

    /// <summary>The name that Python 3 would look up.</summary>
    public static (string Module, string Name) Resolve(string module, string name)
    {
        // What most files name is no alias of anything.
        if (module == "collections" || module.StartsWith("torch", StringComparison.Ordinal)) return (module, name);
        if (s_names.TryGetValue(GlobalKey.Of(module, name), out string[]? mapped)) return (mapped[0], mapped[1]);
        // Python 2's exceptions module: every class of it is a builtin now.
        if (module == "exceptions") return ("builtins", name);
        return (s_modules.GetValueOrDefault(module, module), name);
    }
}
