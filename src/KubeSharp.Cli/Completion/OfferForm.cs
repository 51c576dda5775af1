namespace KubeSharp.Cli.Completion;

/// <summary>How words are written for a shell.</summary>
internal enum OfferForm
{
    /// <summary>With their meaning, as upstream's scripts read them.</summary>
    Described,
    /// <summary>Alone.</summary>
    Plain,
    /// <summary>For this program's own scripts: flags that need a value end in =.</summary>
    Own,
}
