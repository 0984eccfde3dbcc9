-- Outcomes lie in the order in which they came already, and keep their index on the moment: there is nothing to change here.
SELECT 1;
