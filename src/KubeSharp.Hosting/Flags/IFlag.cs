namespace KubeSharp.Hosting.Flags;

/// <summary>A flag as the reader of the command line sees it.</summary>
public interface IFlag
{
    /// <summary>Name without the dashes.</summary>
    string Name { get; }
    /// <summary>What it is for.</summary>
    string Description { get; }
    /// <summary>Given without a value it means true.</summary>
    bool IsSwitch { get; }
    /// <summary>Whether it was given.</summary>
    bool IsGiven { get; }
    /// <summary>What was given, as it was written; empty: nothing.</summary>
    string Text { get; }

    /// <summary>Takes a value from the command line; given again, a list grows and all else is replaced.</summary>
    /// <exception cref="FlagException">The value is none of its kind.</exception>
    void Take(string text);
}
