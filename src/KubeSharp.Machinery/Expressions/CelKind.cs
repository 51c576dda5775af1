namespace KubeSharp.Machinery.Expressions;

/// <summary>The kinds of types that expressions know.</summary>
public enum CelKind
{
    /// <summary>Anything; checked while it runs.</summary>
    Dyn,
    /// <summary>null.</summary>
    Null,
    /// <summary>true or false.</summary>
    Bool,
    /// <summary>A signed whole number of 64 bits.</summary>
    Int,
    /// <summary>An unsigned whole number of 64 bits.</summary>
    UInt,
    /// <summary>A double.</summary>
    Double,
    /// <summary>Text.</summary>
    String,
    /// <summary>Bytes.</summary>
    Bytes,
    /// <summary>A moment, years 1 to 9999, in nanoseconds.</summary>
    Timestamp,
    /// <summary>A span of time in nanoseconds.</summary>
    Duration,
    /// <summary>A type itself.</summary>
    Type,
    /// <summary>Items of one type; <see cref="CelType.Parameters"/> has it.</summary>
    List,
    /// <summary>Keys and values; <see cref="CelType.Parameters"/> has both types.</summary>
    Map,
    /// <summary>A value that may not be there.</summary>
    Optional,
    /// <summary>Named fields, see <see cref="CelType.Field"/>.</summary>
    Object,
    /// <summary>A library's own type: kubernetes.URL, net.IP.</summary>
    Opaque,
    /// <summary>A type parameter of a signature.</summary>
    Parameter,
}
