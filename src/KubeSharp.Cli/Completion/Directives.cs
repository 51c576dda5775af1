namespace KubeSharp.Cli.Completion;

/// <summary>What a shell does beside offering words. Source: the protocol of upstream's completion scripts.</summary>
[Flags]
internal enum Directives
{
    /// <summary>Files where there are no words.</summary>
    Default = 0,
    /// <summary>No space after the word.</summary>
    NoSpace = 2,
    /// <summary>No files where there are no words.</summary>
    NoFileComp = 4,
    /// <summary>The words are endings of files.</summary>
    FilterFileExt = 8,
}
