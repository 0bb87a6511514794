//! Indices of a stream's elements: positions in its lists, valid for that stream only.

use serde::{Deserialize, Serialize};

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u16);

        impl $name {
            /// The position in the stream's list.
            pub fn index(self) -> usize {
                usize::from(self.0)
            }

            /// The element at a position of the stream's list.
            pub fn at(index: usize) -> Self {
                $name(index as u16)
            }
        }
    };
}

index!(
    /// A stage: position in `ValueStream::stages`.
    StageId
);
index!(
    /// A link: position in `ValueStream::links`.
    LinkId
);
index!(
    /// A source: position in `ValueStream::sources`.
    SourceId
);
index!(
    /// A class of work: position in `ValueStream::classes`; a stream without classes has one, number 0.
    ClassId
);
