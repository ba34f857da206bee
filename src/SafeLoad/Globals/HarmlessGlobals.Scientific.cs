namespace SafeLoad.Globals;

/// <content>SciPy, and what is built on it.</content>
internal static partial class HarmlessGlobals
{
    // Not here: scipy.stats distributions. rv_generic.__setstate__ executes a text of its state, so they are known to be dangerous.
    private const string Scientific = """
        operand scipy.sparse.csr,scipy.sparse._csr: csr_matrix # a sparse matrix: arrays
        operand scipy.sparse._csr: csr_array # a sparse matrix: arrays
        operand scipy.sparse.csc,scipy.sparse._csc: csc_matrix # a sparse matrix: arrays
        operand scipy.sparse._csc: csc_array # a sparse matrix: arrays
        operand scipy.sparse.coo,scipy.sparse._coo: coo_matrix # a sparse matrix: arrays; its __setstate__ stores them under their new names
        operand scipy.sparse._coo: coo_array # a sparse matrix: arrays; its __setstate__ stores them under their new names
        operand scipy.sparse.bsr,scipy.sparse._bsr: bsr_matrix # a sparse matrix: arrays
        operand scipy.sparse._bsr: bsr_array # a sparse matrix: arrays
        operand scipy.sparse.dia,scipy.sparse._dia: dia_matrix # a sparse matrix: arrays
        operand scipy.sparse._dia: dia_array # a sparse matrix: arrays
        operand scipy.sparse.lil,scipy.sparse._lil: lil_matrix lil_array # a sparse matrix: arrays
        operand scipy.sparse.dok,scipy.sparse._dok: dok_matrix # a sparse matrix: a dict
        operand scipy.sparse._dok,scipy.sparse._arrays: dok_array # a sparse matrix: a dict
        operand scipy.sparse._arrays: csr_array csc_array coo_array bsr_array dia_array lil_array # a sparse matrix: arrays, under the path
            of SciPy 1.8 to 1.10
        operand scipy.interpolate._interpolate,scipy.interpolate.interpolate: PPoly BPoly # coefficients; its __setstate__ imports the
            module of arrays of what the state has as _xp, asking that for __array_namespace__
        operand scipy.interpolate._interpolate: _PPoly # coefficients in slots
        operand scipy.interpolate._bsplines: BSpline # coefficients; its __setstate__ stores another object and asks its arrays for their
            module
        operand scipy.interpolate._cubic: CubicSpline PchipInterpolator Akima1DInterpolator # coefficients; its __setstate__ asks an array
            of the state for its module and stores the attributes
        operand xarray.core.variable: Variable IndexVariable # an array and names of its dimensions, in slots
        operand xarray.core.dataarray: DataArray # an array with coordinates, in slots
        operand xarray.core.dataset: Dataset # arrays by name, in slots
        operand skimage.transform._geometric: AffineTransform EuclideanTransform SimilarityTransform ProjectiveTransform
            EssentialMatrixTransform FundamentalMatrixTransform PolynomialTransform # a matrix
        operand scipy.optimize._optimize,scipy.optimize.optimize: OptimizeResult # a dict whose items are attributes
        operand scipy.spatial.transform._rotation,scipy.spatial.transform.rotation: Rotation # a rotation; its __setstate__ stores an array
        value tables.filters,tables.Leaf: Filters # how a dataset of PyTables is compressed: its constructor makes int, str and bool of
            its arguments, compares the library's name with those that it was built with, and stores them; it has no __setstate__
        """;
}
