namespace KubeSharp.ApiServer.Tests.Validation.Corpus;

/// <summary>In what a sample differs from its seed.</summary>
public enum Alteration
{
    /// <summary>A field has a value of another JSON type.</summary>
    OtherType,
    /// <summary>An object has a field that its type has not.</summary>
    UnknownField,
    /// <summary>A field that the schema requires is not there.</summary>
    Missing,
    /// <summary>A text that is none of the enumeration.</summary>
    NoneOfEnum,
    /// <summary>A number below zero.</summary>
    Negative,
    /// <summary>A number that its type cannot hold.</summary>
    Overflow,
    /// <summary>A text that is no name, no path and no address.</summary>
    BadText,
    /// <summary>A text of 300 letters.</summary>
    LongText,
    /// <summary>The empty text.</summary>
    EmptyText,
    /// <summary>A text that is no amount.</summary>
    BadAmount,
    /// <summary>An amount below zero.</summary>
    NegativeAmount,
    /// <summary>A key that is no name.</summary>
    BadKey,
    /// <summary>An item of a list given twice.</summary>
    Twice,
}
