namespace SafeLoad.Globals;

/// <content>SymPy's expressions, and small packages around models.</content>
internal static partial class HarmlessGlobals
{
    // SymPy evaluates texts that it is to make expressions of, by its strict reading those in containers alone: matrices, sets and tuples
    // are not here, and whatever is handed anything but expressions and numbers is reported.
    private const string Expressions = """
        value sympy.core.add: Add # a sum: takes expressions and numbers, and the scanner reports anything else [Basic]
        value sympy.core.mul: Mul # a product: takes expressions and numbers, and the scanner reports anything else [Basic]
        value sympy.core.power: Pow # a power: takes expressions and numbers, and the scanner reports anything else [Basic]
        value sympy.core.numbers: Integer Rational # a number: its constructor reads a text as one [Basic]
        value sympy.core.numbers: Float # a number: its constructor reads a text as one; its __setstate__ is that of Basic; it has an
            exactness, which keywords give
        shared sympy.core.numbers: Zero One NegativeOne Half Infinity NegativeInfinity ComplexInfinity NaN Exp1 Pi ImaginaryUnit GoldenRatio
            TribonacciConstant EulerGamma Catalan # a constant, of which there is one; no honest file calls its __setstate__
        shared sympy.logic.boolalg: BooleanTrue BooleanFalse # a constant, of which there is one; no honest file calls its __setstate__
        operand sympy.core.symbol: Symbol Dummy # a symbol; its __setstate__ sets attributes, of what all hold: the scanner reports a
            state that does, but of a dummy; its __new__ keeps the name; it has assumptions, which keywords give
        value sympy.core.relational: Equality Unequality StrictGreaterThan StrictLessThan GreaterThan LessThan # a comparison: takes
            expressions and numbers, and the scanner reports anything else [Basic]
        value sympy.functions.elementary.trigonometric: sin cos tan cot sec csc asin acos atan acot atan2 # a function of expressions: a
            text would be evaluated, and the scanner reports one [Basic]
        value sympy.functions.elementary.hyperbolic: sinh cosh tanh coth asinh acosh atanh # a function of expressions: a text would be
            evaluated, and the scanner reports one [Basic]
        value sympy.functions.elementary.exponential: exp log # a function of expressions: a text would be evaluated, and the scanner
            reports one [Basic]
        value sympy.functions.elementary.complexes: Abs sign re im conjugate # a function of expressions: a text would be evaluated, and the
            scanner reports one [Basic]
        value sympy.functions.elementary.integers: floor ceiling # a function of expressions: a text would be evaluated, and the scanner
            reports one [Basic]
        value sympy.functions.elementary.miscellaneous: Max Min # a function of expressions: a text would be evaluated, and the scanner
            reports one [Basic]
        value sympy.functions.special.gamma_functions: gamma loggamma # a function of expressions: a text would be evaluated, and the
            scanner reports one [Basic]
        value sympy.functions.special.error_functions: erf erfc # a function of expressions: a text would be evaluated, and the scanner
            reports one [Basic]
        value sympy.functions.combinatorial.factorials: factorial binomial # a function of expressions: a text would be evaluated, and the
            scanner reports one [Basic]
        operand einops.layers.torch: Rearrange Reduce # a layer; its __setstate__ reads a pattern of axes, as its constructor does
        operand einops.layers.torch: EinMix # a layer [Module]
        value cupy._core.core: array # copies an array to a device
        operand huggingface_hub.repocard: RepoCard ModelCard DatasetCard SpaceCard # a text and what stands at its head
        operand huggingface_hub.repocard_data: CardData ModelCardData DatasetCardData SpaceCardData EvalResult # settings as text
        value tokenizers: Tokenizer # reads words: its constructor takes a model, its __setstate__ hands bytes to a native parser of JSON
        operand tokenizers.models: Model BPE WordPiece WordLevel Unigram # words and ranks; its __setstate__ hands bytes to a native parser
            of JSON; its __new__ opens the files that two texts name
        operand dateutil.relativedelta: relativedelta # a length of time: numbers
        value jax._src.array: _reconstruct_array # makes an array of what a function makes, which the scanner wants to be NumPy's
        """;
}
