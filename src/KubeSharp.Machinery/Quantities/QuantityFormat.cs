namespace KubeSharp.Machinery.Quantities;

/// <summary>Which suffixes a quantity is written with.</summary>
public enum QuantityFormat : byte
{
    /// <summary>Powers of ten: m, k, M, G.</summary>
    DecimalSI,
    /// <summary>Powers of 1024: Ki, Mi, Gi.</summary>
    BinarySI,
    /// <summary>e3, e6.</summary>
    DecimalExponent,
}
