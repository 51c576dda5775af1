namespace KubeSharp.Cli.Flags;

/// <summary>What the value of a flag is.</summary>
internal enum FlagType
{
    /// <summary>Any text.</summary>
    String,
    /// <summary>true or false; true where no value stands with it.</summary>
    Bool,
    /// <summary>A whole number.</summary>
    Int,
    /// <summary>A whole number of 32 bits.</summary>
    Int32,
    /// <summary>A time as 1h2m3s.</summary>
    Duration,
    /// <summary>A time as 1h2m3s whose mistakes are not explained (flags of Go's own library).</summary>
    TersePeriod,
    /// <summary>Levels of the log by file: a=1,b=2.</summary>
    Levels,
    /// <summary>May be given several times, and several values with commas between.</summary>
    Slice,
    /// <summary>May be given several times; a comma means nothing.</summary>
    Array,
}
