namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>Which functions there are; each library is a table of overloads.</summary>
internal static class CelLibraries
{
    /// <summary>The language itself.</summary>
    public static IEnumerable<CelOverload> Standard =>
    [
        .. OperatorLibrary.Overloads, .. ArithmeticLibrary.Overloads, .. ComparisonLibrary.Overloads, .. ConversionLibrary.Overloads,
        .. TextLibrary.Overloads, .. TimeLibrary.Overloads, .. OptionalLibrary.Overloads,
    ];

    /// <summary>With all that Kubernetes v1.36 adds. Source: Kubernetes CEL libraries.</summary>
    public static IEnumerable<CelOverload> Kubernetes =>
    [
        .. Standard, .. StringLibrary.Overloads, .. ListLibrary.Overloads, .. SetLibrary.Overloads, .. RegexLibrary.Overloads, .. UrlLibrary.Overloads, .. AddressLibrary.Overloads,
        .. QuantityLibrary.Overloads, .. SemverLibrary.Overloads, .. FormatLibrary.Overloads, .. AuthorizerLibrary.Overloads, .. JsonPatchLibrary.Overloads,
    ];
}
