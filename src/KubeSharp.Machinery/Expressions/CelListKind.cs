namespace KubeSharp.Machinery.Expressions;

/// <summary>What == and + mean for a list of a document. Source: x-kubernetes-list-type.</summary>
public enum CelListKind
{
    /// <summary>Equal item by item; + appends.</summary>
    Atomic,
    /// <summary>Equal whatever the order; + leaves out what is there already.</summary>
    Set,
    /// <summary>Equal whatever the order, items found by their keys; + replaces items of the same keys in place.</summary>
    Map,
}
