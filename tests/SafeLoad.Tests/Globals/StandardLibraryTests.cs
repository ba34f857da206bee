using SafeLoad.Globals;
using SafeLoad.Loading;
using SafeLoad.Scanning;

namespace SafeLoad.Tests.Globals;

/// <summary>Every top-level module of the standard libraries of Python 2.7 and 3.8 to 3.14 is decided: dangerous as a whole,
/// or deliberately not.</summary>
public sealed class StandardLibraryTests
{
    private const string Dangerous = """
        _aix_support _android_support _apple_support _ast _asyncio _bootsubprocess _contextvars _ctypes _ctypes_test _curses _curses_panel
        _dbm _dummy_thread _elementtree
        _frozen_importlib _frozen_importlib_external _functools _gdbm _hotshot _imp _interpchannels _interpqueues _interpreters _io
        _ios_support _lsprof _LWPCookieJar
        _MozillaCookieJar _msi _multiprocessing _opcode _operator _osx_support _overlapped _peg_parser _pickle _posixshmem _posixsubprocess
        _py_warnings _pyio _pyrepl
        _remote_debugging _scproxy _signal _sitebuiltins _socket _sqlite3 _ssl _symtable _sysconfig _testbuffer _testcapi _testclinic
        _testexternalinspection
        _testimportmultiple _testinternalcapi _testlimitedcapi _testmultiphase _testsinglephase _thread _threading_local _tkinter
        _tracemalloc _types _warnings _winapi
        _wmi _xxsubinterpreters _xxtestfuzz aifc annotationlib antigravity anydbm argparse ast asynchat asyncio asyncore atexit audiodev
        BaseHTTPServer Bastion bdb binhex
        bsddb bz2 Canvas cgi CGIHTTPServer cgitb cmd code codecs codeop commands compileall compiler compression concurrent configparser
        ConfigParser contextlib contextvars Cookie cookielib
        copy copy_reg copyreg cPickle cProfile cStringIO ctypes curses dataclasses dbhash dbm Dialog difflib dircache dis distutils doctest
        DocXMLRPCServer dumbdbm
        dummy_thread dummy_threading encodings ensurepip faulthandler fcntl filecmp FileDialog fileinput FixTk ftplib functools
        future_builtins gc genericpath getpass
        gettext glob grp gzip hotshot http httplib idlelib ihooks imaplib imghdr imp importlib imputil inspect io lib2to3 linecache
        linuxaudiodev logging lzma macpath
        macurl2path mailbox mailcap marshal mhlib mimetools mimetypes mimify mmap modulefinder msilib msvcrt multiprocessing mutex netrc new
        nis nntplib nt ntpath
        nturl2path opcode operator optparse os os2emxpath ossaudiodev parser pathlib pdb pickle pickletools pipes pkgutil platform plistlib
        popen2 poplib posix posixfile
        posixpath profile pstats pty pwd py_compile pyclbr pydoc pydoc_data readline resource rexec rlcompleter robotparser runpy sched
        ScrolledText select selectors
        shelve shlex shutil signal SimpleDialog SimpleHTTPServer SimpleXMLRPCServer site smtpd smtplib sndhdr socket socketserver
        SocketServer spwd sqlite3 ssl StringIO
        subprocess sunau sunaudio symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile termios test this thread threading
        timeit Tix tkColorChooser
        tkCommonDialog Tkconstants Tkdnd tkFileDialog tkFont tkinter Tkinter tkMessageBox tkSimpleDialog toaiff tokenize trace traceback
        tracemalloc ttk tty turtle
        turtledemo types unittest urllib urllib2 urlparse uu uuid venv warnings wave webbrowser whichdb winreg winsound wsgiref xml xmlrpc
        xmlrpclib xxlimited
        xxlimited_35 xxlimited_3_13 xxsubtype zipapp zipfile zipimport
        """;

    // They compute, parse, compress, hold data or are tables. Single names of theirs can be dangerous or harmless all the same.
    private const string NotAsAWhole = """
        __builtin__ __future__ __main__ _abc _abcoll _ast_unparse _bisect _blake2 _bootlocale _bz2 _codecs _codecs_cn _codecs_hk
        _codecs_iso2022 _codecs_jp _codecs_kr
        _codecs_tw _collections _collections_abc _colorize _compat_pickle _compression _crypt _csv _datetime _decimal _hashlib _heapq _hmac
        _json _locale
        _lzma _markupbase _md5 _multibytecodec _opcode_metadata _py_abc _pydatetime _pydecimal _pylong _queue _random _sha _sha1 _sha2
        _sha256 _sha3 _sha512 _sre _stat
        _statistics _string _strptime _struct _suggestions _sysconfigdata _tokenize _typing _uuid _weakref _weakrefset _zoneinfo _zstd abc
        array audioop base64 binascii
        bisect builtins calendar CDROM chunk cmath collections colorsys crypt csv datetime decimal DLFCN email enum errno exceptions fnmatch
        formatter
        fpformat fractions getopt graphlib hashlib heapq hmac html htmlentitydefs htmllib HTMLParser IN ipaddress itertools json keyword
        locale markupbase math md5
        MimeWriter multifile numbers pprint pyexpat Queue queue quopri random re repr reprlib rfc822 secrets sets sgmllib sha sre
        sre_compile sre_constants sre_parse stat
        statistics statvfs string stringold stringprep strop struct symbol textwrap time token tomllib TYPES typing unicodedata user
        UserDict UserList UserString weakref
        xdrlib xmllib zlib zoneinfo
        """;

    private static readonly char[] s_blanks = [' ', '\n', '\r'];

    private static string[] DangerousModules => Split(Dangerous);

    private static string[] OtherModules => Split(NotAsAWhole);

    [TestCaseSource(nameof(DangerousModules))]
    public void GivenModuleThatReachesOut_AnyNameOfItIsDangerous(string module)
    {
        Assert.That(GlobalCatalog.Judge(module, "some_new_function").Judgement, Is.EqualTo(GlobalJudgement.Dangerous));
        // What Python 3 calls differently is an alias of that one module, and nothing is reached through it there.
        if (GlobalAliases.Resolve(module, "some_new_function").Module != module) return;
        Assert.That(GlobalCatalog.Judge(module + ".sub.module", "some_new_function").Judgement, Is.EqualTo(GlobalJudgement.Dangerous));
        Assert.That(GlobalCatalog.Judge("mylib.models", module + ".some.function").Judgement, Is.EqualTo(GlobalJudgement.Dangerous),
            "as the start of a dotted name");
    }

    [TestCaseSource(nameof(OtherModules))]
    public void GivenModuleThatDoesNot_AnUnknownNameOfItIsUnknown(string module) =>
        Assert.That(GlobalCatalog.Judge(module, "some_new_function").Judgement, Is.EqualTo(GlobalJudgement.Unknown));

    [Test]
    public void GivenBothLists_HaveNoModuleTwice() =>
        Assert.That(DangerousModules.Concat(OtherModules).ToArray(), Is.Unique.And.Length.GreaterThan(440));

    private static string[] Split(string modules) => modules.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries);
}
