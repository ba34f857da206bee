namespace SafeLoad.Globals;

/// <content>Python's own types, and small packages of containers and settings.</content>
internal static partial class HarmlessGlobals
{
    private const string Python = """
        value builtins: list dict tuple int float str bytes bool slice range frozenset object # a builtin type that holds data: it goes
            through what it is given by the methods of that, and str and bytes look up how a text is coded among Python's own codes
        name builtins: Ellipsis NotImplemented NoneType None True False # a constant
        value __builtin__: unicode long xrange # Python 2's name of a type of text or numbers
        value copyreg: _reconstructor __newobj__ __newobj_ex__ # NEWOBJ in the words of protocols 0 and 1: makes an empty object of a class
            that the pickle names and that is judged by its own name, with a builtin type as its base
        value builtins: BaseException Exception ArithmeticError AssertionError AttributeError BufferError EOFError FloatingPointError
            GeneratorExit ImportError IndexError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError
            NotImplementedError OSError OverflowError RecursionError ReferenceError RuntimeError StopIteration StopAsyncIteration
            SyntaxError SystemError SystemExit TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError
            UnicodeTranslateError ValueError ZeroDivisionError IndentationError TabError # an exception as a value: it is made, not raised;
            its __setstate__ sets the attributes of a dict
        value builtins: BlockingIOError BrokenPipeError ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError
            ConnectionResetError FileExistsError FileNotFoundError InterruptedError IsADirectoryError NotADirectoryError PermissionError
            ProcessLookupError TimeoutError # an exception as a value: it is made, not raised; its __setstate__ sets the attributes of a
            dict
        value builtins: Warning BytesWarning DeprecationWarning FutureWarning ImportWarning PendingDeprecationWarning ResourceWarning
            RuntimeWarning SyntaxWarning UnicodeWarning UserWarning EncodingWarning # a category of warnings: it is made, not shown; its
            __setstate__ sets the attributes of a dict
        value exceptions: StandardError # Python 2's base of exceptions, as a value; its __setstate__ sets the attributes of a dict
        value collections: defaultdict deque # a container; the factory of a defaultdict is named by the pickle and judged by its own name
        operand collections: ChainMap UserDict UserList # a container written in Python: its state is its __dict__
        operand collections: UserString # a text written in Python: its state is its __dict__; its __new__ keeps nothing
        operand UserDict: IterableUserDict # Python 2's name of a container written in Python: its state is its __dict__
        operand UserList: UserList # Python 2's name of a container written in Python: its state is its __dict__
        operand UserString: UserString # Python 2's name of a text written in Python: its state is its __dict__; its __new__ keeps
            nothing
        operand statistics: NormalDist # two numbers; its __setstate__ stores them
        operand string: Template # a text with places to fill, which is read when somebody fills them
        value datetime: datetime date time timedelta timezone # a date or time: numbers, or ten bytes
        operand dateutil.tz,dateutil.tz.tz: tzutc tzlocal tzoffset # a time zone that reads no file
        shared pytz: _UTC # gives the constant UTC
        shared pytz: _p # gives the time zone of a name that is in the list of those that pytz ships, which all hold
        value pathlib,pathlib._local: PosixPath WindowsPath Path PurePosixPath PureWindowsPath PurePath # a path as text: making one reaches
            no file
        operand argparse: Namespace # a bag of attributes
        operand optparse: Values # a bag of attributes; its methods that read files run only when somebody calls them
        value types: SimpleNamespace # a bag of attributes, made empty and then filled
        value time: struct_time # a time as numbers: its constructor goes through nine of them
        value types: GenericAlias # a type hint: its constructor stores a class and its parameters; what calls it calls the class
        name zoneinfo: ZoneInfo # a time zone: its _unpickle looks the name up in the system's table of zones
        shared re: RegexFlag # a member of an enumeration
        shared http: HTTPStatus HTTPMethod # a member of an enumeration
        shared inspect: _ParameterKind # a member of an enumeration
        name inspect: _empty # a mark for parameters without a default
        value decimal: Decimal # a number: its constructor reads a text
        value fractions: Fraction # a number: its constructor reads a text
        operand uuid: UUID # an identifier; its __setstate__ stores a number
        shared uuid: SafeUUID # a member of an enumeration
        value ipaddress: IPv4Address IPv6Address IPv4Network IPv6Network IPv4Interface IPv6Interface # an address as a value: nothing is
            connected
        value re: _compile # compiles a regular expression, which runs no code; a slow one is slow only where it is matched
        value array: array _array_reconstructor # an array of numbers from bytes, of that class or one of its own
        operand _io,io: BytesIO StringIO # bytes or text in memory: its __setstate__ stores them and a position
        value random: Random # a generator of random numbers: its constructor takes a number or the hash of what it is given; its
            __setstate__ stores numbers
        value itertools: count repeat # numbers one after the other, the same value again and again: nothing is added until somebody asks
            for the next
        shared logging: getLogger # the logger of a name: registers the name, adds no handler
        operand contextlib: nullcontext # does nothing
        name typing: Any Callable Dict List Optional Sequence Set Tuple Union # a type hint
        name collections.abc: Callable Iterable Iterator Mapping Sequence # an abstract class
        name numbers: Complex Integral Number Rational Real # an abstract class
        operand easydict: EasyDict # a dict whose items are attributes
        operand addict,addict.addict: Dict # a dict whose items are attributes; its __setstate__ updates it
        operand munch: Munch # a dict whose items are attributes; its __setstate__ updates it
        operand yacs.config,fvcore.common.config,detectron2.config.config: CfgNode # a dict of settings
        operand mmengine.logging.history_buffer: HistoryBuffer # arrays of what was logged; its __setstate__ puts functions of the state
            beside its own, by name, calls none, and stores the rest
        operand sortedcontainers.sortedlist: SortedList # a sorted list
        operand networkx.classes.graph: Graph # nodes and edges in dicts
        operand networkx.classes.digraph: DiGraph # nodes and edges in dicts
        operand networkx.classes.multigraph: MultiGraph # nodes and edges in dicts
        operand networkx.classes.multidigraph: MultiDiGraph # nodes and edges in dicts
        operand omegaconf.dictconfig: DictConfig # settings; its __setstate__ stores them with a type hint of what they are, and an
            interpolation is resolved only when it is read
        operand omegaconf.listconfig: ListConfig # settings; its __setstate__ stores them with a type hint of what they are, and an
            interpolation is resolved only when it is read
        operand omegaconf.base: Metadata ContainerMetadata # what is known of a node of settings
        operand omegaconf.nodes: AnyNode StringNode IntegerNode FloatNode BooleanNode BytesNode PathNode EnumNode # one setting; its
            __setstate__ stores it
        shared omegaconf.base: SCMode # a member of an enumeration
        name builtins: abs all any divmod len pow round sum # a function of values, kept as an attribute
        name math: sqrt exp log log1p log2 log10 expm1 sin cos tan tanh floor ceil fabs # a function of numbers, kept as an attribute
        value decimal: Context # settings of decimal numbers: numbers, a text, and exceptions of the module
        value decimal: Clamped InvalidOperation DivisionByZero Inexact Rounded Subnormal Overflow Underflow FloatOperation DecimalException
            # an exception as a value: it is made, not raised; its __setstate__ sets the attributes of a dict
        operand calendar: Calendar TextCalendar HTMLCalendar # which day a week begins with
        value datetime: tzinfo # a time zone without one
        value dateutil.tz,dateutil.tz.tz: tzfile # a time zone: its constructor opens the file that its first argument is, and the scanner
            reports any
        value dateutil.tz,dateutil.tz.tz: _ttinfo # a time of a time zone; its __setstate__ stores numbers and texts
        shared pytz: FixedOffset # gives the time zone of a number, which all hold
        shared numpy._globals,numpy: _NoValueType # a mark for arguments that nobody gave, of which there is one
        """;
}
