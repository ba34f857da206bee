namespace SafeLoad.Globals;

/// <content>Python's own types, and small packages of containers and settings.</content>
internal static partial class HarmlessGlobals
{
    private const string Python = """
        call builtins: list dict tuple int float str bytes bool slice range frozenset object # a builtin type that holds data
        name builtins: Ellipsis NotImplemented NoneType None True False # a constant
        call __builtin__: unicode long # Python 2's name of a type of text or numbers
        call builtins: BaseException Exception ArithmeticError AssertionError AttributeError BufferError EOFError FloatingPointError
            GeneratorExit ImportError IndexError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError
            NotImplementedError OSError OverflowError RecursionError ReferenceError RuntimeError StopIteration StopAsyncIteration
            SyntaxError SystemError SystemExit TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError
            UnicodeTranslateError ValueError ZeroDivisionError # an exception as a value: it is made, not raised
        call builtins: BlockingIOError BrokenPipeError ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError
            ConnectionResetError FileExistsError FileNotFoundError InterruptedError IsADirectoryError NotADirectoryError PermissionError
            ProcessLookupError TimeoutError # an exception as a value: it is made, not raised
        call builtins: Warning BytesWarning DeprecationWarning FutureWarning ImportWarning PendingDeprecationWarning ResourceWarning
            RuntimeWarning SyntaxWarning UnicodeWarning UserWarning # a category of warnings: it is made, not shown
        call exceptions: StandardError # Python 2's base of exceptions, as a value
        call collections: defaultdict deque # a container; the factory of a defaultdict is named by the pickle and judged by its own name
        object collections: ChainMap UserDict UserList UserString # a container written in Python: its state is its __dict__
        call datetime: datetime date time timedelta timezone # a date or time
        object dateutil.tz,dateutil.tz.tz: tzutc tzlocal tzoffset # a time zone that reads no file
        call pytz: _UTC # gives the constant UTC
        call pathlib,pathlib._local: PosixPath WindowsPath Path PurePosixPath PureWindowsPath PurePath # a path as text: making one reaches
            no file
        object argparse: Namespace # a bag of attributes
        object optparse: Values # a bag of attributes; its methods that read files run only when somebody calls them
        call types: SimpleNamespace # a bag of attributes, made empty and then filled
        call decimal: Decimal # a number
        call fractions: Fraction # a number
        object uuid: UUID # an identifier; its __setstate__ stores a number
        call uuid: SafeUUID # a member of an enumeration
        call ipaddress: IPv4Address IPv6Address IPv4Network IPv6Network IPv4Interface IPv6Interface # an address as a value: nothing is
            connected
        call re: _compile # compiles a regular expression, which runs no code; a slow one is slow only where it is matched
        call array: array _array_reconstructor # an array of numbers from bytes
        object _io,io: BytesIO StringIO # bytes or text in memory: its __setstate__ stores them and a position
        call random: Random # a generator of random numbers; its __setstate__ stores numbers
        call itertools: count repeat # numbers one after the other, the same value again and again
        call logging: getLogger # the logger of a name: registers the name, adds no handler
        object contextlib: nullcontext # does nothing
        name typing: Any Callable Dict List Optional Sequence Set Tuple Union # a type hint
        name collections.abc: Callable Iterable Iterator Mapping Sequence # an abstract class
        name numbers: Complex Integral Number Rational Real # an abstract class
        object easydict: EasyDict # a dict whose items are attributes
        object addict,addict.addict: Dict # a dict whose items are attributes; its __setstate__ updates it
        object munch: Munch # a dict whose items are attributes; its __setstate__ updates it
        object yacs.config,fvcore.common.config,detectron2.config.config: CfgNode # a dict of settings
        object mmengine.logging.history_buffer: HistoryBuffer # arrays of what was logged
        object sortedcontainers.sortedlist: SortedList # a sorted list
        object networkx.classes.graph: Graph # nodes and edges in dicts
        object networkx.classes.digraph: DiGraph # nodes and edges in dicts
        object networkx.classes.multigraph: MultiGraph # nodes and edges in dicts
        object networkx.classes.multidigraph: MultiDiGraph # nodes and edges in dicts
        object omegaconf.dictconfig: DictConfig # settings; its __setstate__ stores them, and an interpolation is resolved only when it is
            read
        object omegaconf.listconfig: ListConfig # settings; its __setstate__ stores them, and an interpolation is resolved only when it is
            read
        object omegaconf.base: Metadata ContainerMetadata # what is known of a node of settings
        object omegaconf.nodes: AnyNode StringNode IntegerNode FloatNode BooleanNode BytesNode PathNode EnumNode # one setting
        call omegaconf.base: SCMode # a member of an enumeration
        """;
}
